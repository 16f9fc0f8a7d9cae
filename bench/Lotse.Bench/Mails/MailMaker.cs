using System.Globalization;
using Lotse.Bench.Filling;

namespace Lotse.Bench.Mails;

/// <summary>Makes the mail of a service desk, the same for the same seed: 60 % open a conversation and 40 % answer one, three in five are German, all have text
/// and HTML (around 4 KB, some much more), 5 % carry a file of 200 KB. One sender has about four conversations. One mail in a hundred says a word that no other says, and three another one.</summary>
internal sealed class MailMaker(ulong seed, string mailbox, double opening = 0.6)
{
    private const int FileBytes = 200 * 1024;
    private readonly Dice _dice = new(seed);
    private readonly List<Conversation> _conversations = [];
    private readonly List<(string Name, string Address)> _people = [];
    private DateTimeOffset _now = new(2026, 3, 2, 7, 0, 0, TimeSpan.Zero);
    private int _count;

    private sealed record Conversation(Phrases Phrases, (string Name, string Address) Who, string Subject)
    {
        public List<string> Ids { get; } = [];
        public string Said { get; set; } = "";
    }

    public IReadOnlyList<GeneratedMail> Make(int count) => [.. Enumerable.Range(0, count).Select(_ => Next())];

    public GeneratedMail Next()
    {
        _count++;
        _now += TimeSpan.FromSeconds(_dice.Between(1, 180));
        var answers = _conversations.Count > 0 && !_dice.Happens(opening);
        var talk = answers ? Recent() : Begin();
        var subject = answers ? _dice.Of(talk.Phrases.Replying) + talk.Subject : talk.Subject;
        var id = $"{_dice.Next():x16}.{seed}.{_count}@{talk.Who.Address.Split('@')[1]}";
        var quote = answers ? talk.Said : "";
        var paragraphs = Paragraphs(talk.Phrases, answers);
        if (_count % 100 == 7) paragraphs.Add($"{Vocabulary.Known[1].Word}.");
        if (_count is 11 or 222 or 333) paragraphs.Add($"{Vocabulary.Known[2].Word}.");
        talk.Said = string.Join(" ", paragraphs);

        var text = new MailText(talk.Phrases, _dice.Of(talk.Phrases.Openings), GeneratedMail.MarkOf(_count), paragraphs,
            Phrases.Fill(_dice, _dice.Of(talk.Phrases.Closings)), talk.Who.Name, _now.Ticks, quote, _now);
        var file = _dice.Happens(0.05) ? _dice.Bytes(FileBytes) : null;
        var (head, boundary) = (Head(talk, subject, id), _dice.Next());
        var hanging = file is null ? null : new MailFile(string.Create(CultureInfo.InvariantCulture, $"Prüfung-{boundary % 1000}.bin"), "application/octet-stream", file);
        var wire = MailWriter.Write(head, text, boundary, latin1: _dice.Happens(0.1), hanging);
        var parent = answers ? talk.Ids[^1] : null;
        talk.Ids.Add(id);
        return new GeneratedMail(_count, id, parent, talk.Who.Address, subject, file is not null, wire);
    }

    private List<string> Head(Conversation talk, string subject, string id)
    {
        var date = _now.ToString("ddd, dd MMM yyyy HH:mm:ss", CultureInfo.InvariantCulture) + " +0000";
        List<string> head =
        [
            $"Return-Path: <{talk.Who.Address}>", $"Delivered-To: {mailbox}",
            $"Received: from out.{talk.Who.Address.Split('@')[1]} (unknown [192.0.2.{_dice.Between(1, 254)}])\r\n\tby mx.bench.example with ESMTPS id {_count:x8}\r\n\tfor <{mailbox}>; {date}",
            $"From: {MailWriter.Word(talk.Who.Name)} <{talk.Who.Address}>", $"To: {mailbox}", $"Subject: {MailWriter.Word(subject)}",
            $"Date: {date}", $"Message-ID: <{id}>",
        ];
        if (talk.Ids.Count > 0)
        {
            head.Add($"In-Reply-To: <{talk.Ids[^1]}>");
            head.Add("References: " + string.Join("\r\n ", talk.Ids.TakeLast(10).Select(each => $"<{each}>")));
        }
        head.Add("MIME-Version: 1.0");
        head.Add($"Content-Language: {talk.Phrases.Language}");
        return head;
    }

    private Conversation Begin()
    {
        var phrases = _dice.Happens(0.6) ? Phrases.German : Phrases.English;
        var talk = new Conversation(phrases, Somebody(), Phrases.Fill(_dice, _dice.Of(phrases.Subjects)));
        _conversations.Add(talk);
        return talk;
    }

    /// <summary>One of the last 400 conversations, the newest most likely.</summary>
    private Conversation Recent() => _conversations[^(1 + (int)(Math.Min(_conversations.Count, 400) * Math.Pow(_dice.Share(), 2)))];

    private (string Name, string Address) Somebody()
    {
        if (_people.Count > 0 && !_dice.Happens(0.25)) return _people[(int)(_people.Count * Math.Pow(_dice.Share(), 2))];
        var place = _dice.Of(Phrases.Places);
        var host = place.ToLowerInvariant().Replace("ö", "oe").Replace("ü", "ue") + _dice.Between(1, 400).ToString(CultureInfo.InvariantCulture) + ".example";
        var who = ($"Büro {place} {_people.Count + 1}", $"buero{_people.Count + 1}@{host}");
        _people.Add(who);
        return who;
    }

    private List<string> Paragraphs(Phrases phrases, bool answers)
    {
        var count = Math.Clamp((int)_dice.LogNormal(answers ? 1.9 : 2.3, 0.5), 2, 60);
        var sentences = Enumerable.Range(0, count).Select(_ => Phrases.Fill(_dice, _dice.Of(phrases.Sentences))).ToList();
        if (answers) sentences[0] = Phrases.Fill(_dice, _dice.Of(phrases.Answers));
        return [.. sentences.Chunk(3).Select(chunk => string.Join(" ", chunk))];
    }
}
