using System.Collections.Frozen;
using Lotse.Domain.Search.Words;

namespace Lotse.Domain.Routing;

/// <summary>What a ticket is told to be about.</summary>
/// <param name="ProductBecause">The word that says it; empty for the mailbox.</param>
/// <param name="TopicBecause">As well.</param>
public sealed record Classified(long? ProductId, string ProductBecause, long? TopicId, string TopicBecause)
{
    public static Classified Nothing { get; } = new(null, "", null, "");
}

/// <summary>Tells product and topic of a request by the words in it, and by the mailbox that it came by.</summary>
public sealed class Classify
{
    /// <summary>Characters of the text that are read, behind the subject.</summary>
    public const int CharactersRead = 2000;

    /// <summary>A word in the subject says as much as two in the text.</summary>
    private const int InSubject = 2, InText = 1;

    private readonly FrozenDictionary<(long Community, string Form), Sign[]> _signs;
    private readonly FrozenDictionary<(long Mailbox, CategoryKind Kind), long> _mailboxes;
    private readonly FrozenSet<long> _communities, _offered;

    public Classify(IEnumerable<Category> categories)
    {
        var known = categories.Where(one => !one.Retired && one.Kind != CategoryKind.SupportGroup).OrderBy(one => one.Id).ToList();
        _offered = known.Select(one => one.Id).ToFrozenSet();
        _mailboxes = known.Where(one => one.MailboxId is not null).GroupBy(one => (one.MailboxId!.Value, one.Kind)).ToFrozenDictionary(group => group.Key, group => group.First().Id);
        _signs = known.SelectMany(one => Phrases(one.Words).Select(phrase => (one.CommunityId, Sign: new Sign(one.Id, one.Kind, Forms(phrase), phrase))))
            .Where(one => one.Sign.Words.Count > 0)
            .SelectMany(one => one.Sign.Words[0].Select(form => (Key: (one.CommunityId, form), one.Sign)))
            .GroupBy(one => one.Key).ToFrozenDictionary(group => group.Key, group => group.Select(one => one.Sign).ToArray());
        _communities = _signs.Keys.Select(key => key.Community).ToFrozenSet();
    }

    /// <summary>New tickets may be given it.</summary>
    public bool Offers(long categoryId) => _offered.Contains(categoryId);

    /// <summary>What most words speak for, each counted once; of as many, what was named first in the list of categories. What no word speaks of is told by the mailbox.</summary>
    public Classified Of(long community, long mailbox, string subject, string text)
    {
        var points = new Dictionary<Sign, int>();
        if (_communities.Contains(community))
        {
            Look(community, subject, InSubject, points);
            Look(community, text.Length > CharactersRead ? text[..CharactersRead] : text, InText, points);
        }
        var (product, productWord) = Best(CategoryKind.Product, mailbox, points);
        var (topic, topicWord) = Best(CategoryKind.Topic, mailbox, points);
        return new Classified(product, productWord, topic, topicWord);
    }

    /// <summary>Each line, and each piece of a line between commas, is one.</summary>
    public static IEnumerable<string> Phrases(string words) =>
        words.Split([',', ';', '\n', '\r'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.OrdinalIgnoreCase);

    private (long? Id, string Word) Best(CategoryKind kind, long mailbox, Dictionary<Sign, int> points)
    {
        var best = points.Where(one => one.Key.Kind == kind).GroupBy(one => one.Key.CategoryId)
            .Select(group => (Id: group.Key, Points: group.Sum(one => one.Value), Word: group.MaxBy(one => one.Value).Key.Said))
            .OrderByDescending(one => one.Points).ThenBy(one => one.Id).Take(1).ToList();
        if (best is [var found]) return (found.Id, found.Word);
        return (_mailboxes.TryGetValue((mailbox, kind), out var id) ? id : null, "");
    }

    private void Look(long community, string text, int worth, Dictionary<Sign, int> points)
    {
        var said = Forms(text);
        for (var at = 0; at < said.Count; at++)
        {
            foreach (var form in said[at])
            {
                if (!_signs.TryGetValue((community, form), out var signs)) continue;
                foreach (var sign in signs.Where(sign => sign.StandsAt(said, at))) points[sign] = Math.Max(points.GetValueOrDefault(sign), worth);
            }
        }
    }

    private static List<string[]> Forms(string text) => [.. SearchWords.In(text).Select(word => SearchWords.Sought(text.AsSpan(word.At, word.Length)).Distinct(StringComparer.Ordinal).ToArray())];

    /// <summary>A phrase of a category, each of its words in any of its forms.</summary>
    private sealed class Sign(long categoryId, CategoryKind kind, List<string[]> words, string said)
    {
        public long CategoryId => categoryId;

        public CategoryKind Kind => kind;

        public List<string[]> Words => words;

        public string Said => said;

        public bool StandsAt(List<string[]> text, int at)
        {
            if (at + words.Count > text.Count) return false;
            for (var n = 0; n < words.Count; n++) if (!text[at + n].Intersect(words[n], StringComparer.Ordinal).Any()) return false;
            return true;
        }
    }
}
