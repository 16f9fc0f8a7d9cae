using System.Globalization;
using System.Security.Cryptography;
using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Rows;
using Lotse.Adapters.Files;
using Lotse.Bench.Mails;
using Lotse.Domain.Intake;
using Lotse.Domain.Tickets;
using Lotse.Intake.Mail.Placing;

namespace Lotse.Bench.Filling;

/// <summary>Mails of customers, with everything that the desk keeps of one: its raw bytes, its delivery, its message, its file.</summary>
internal sealed class MailsIn(FilledHouse house, Dice dice, Ids ids, RawMailCodec codec)
{
    /// <summary>Where a reader finds the file of such a mail: behind the plain text and the HTML.</summary>
    private const int FilePart = 3;

    private const double WithFile = 0.05;

    /// <summary>Of the newest raw mail; 0 before any.</summary>
    public long LastRaw { get; private set; }

    public void Receive(Talk talk, DateTimeOffset at, bool opens)
    {
        var (ticket, id, raw, reopens) = (talk.Ticket, ids.Next(), ids.Next(), talk.Ticket.IsDone);
        var mailId = string.Create(CultureInfo.InvariantCulture, $"{id}@{talk.Who.Address.Split('@')[1]}");
        var subject = opens ? ticket.Subject : dice.Of(talk.Phrases.Replying) + ticket.Subject;
        var file = dice.Happens(WithFile) ? dice.Of(house.Attached) : null;
        var text = Words(talk, at, opens);
        var wire = MailWriter.Write(Head(talk, subject, mailId, at), text, dice.Next(), latin1: false, file?.File);
        var message = new Message
        {
            Id = id, TicketId = ticket.Id, Kind = MessageKind.Incoming, At = at, FromName = talk.Who.Name, FromAddress = talk.Who.Address, To = [new MailName("", talk.Place.Mailbox.Address)],
            Subject = subject, Text = text.Plain().Trim(), HasHtml = true, Language = talk.Phrases.Language, MailId = mailId, RawMailId = raw,
        };
        talk.Insert(message);
        talk.Journal.Insert(new ThreadKey { Id = ids.Next(), Key = ThreadKey.KeyOf(mailId), TicketId = ticket.Id });
        if (file is not null) Attach(talk.Journal, file, id, raw);
        talk.Record(opens
            ? [new MessageReceived(ticket.Id, id, talk.Who.Address, MailKind.Human, PlacedBy.Nothing, false, Snippets.Of(message.Text), at)]
            : PlaceMail.Arrive(ticket, message, new Placement(ticket, PlacedBy.KnownMessageId, false, null), at), null);
        Keep(talk, wire, id, raw, opens ? "opened" : reopens ? "reopened" : "continued", at);
        (talk.LastIncoming, talk.CustomerWaits) = (id, true);
    }

    private void Keep(Talk talk, byte[] wire, long message, long raw, string outcome, DateTimeOffset at)
    {
        talk.Journal.InsertNumbered(() => new RawMail { Id = raw, Bytes = codec.Pack(new MemoryStream(wire, writable: false)) }); // Packed while it is saved, beside the next ones that are written.
        talk.Journal.Insert(new Delivery
        {
            Id = ids.Next(), MailboxId = talk.Place.Mailbox.Id, CommunityId = talk.Place.Community.Id, Door = "lmtp", EnvelopeSender = talk.Who.Address, Recipients = talk.Place.Mailbox.Address, ReceivedAt = at,
            Size = wire.Length, RawMailId = raw, Fingerprint = MailFingerprint.Of(null, SHA256.HashData(wire)), Step = DeliveryStep.Placed, Outcome = outcome, TicketId = talk.Ticket.Id, MessageId = message,
        });
        LastRaw = raw;
    }

    private void Attach(Journal journal, FilledFile file, long messageId, long raw)
    {
        var (name, contentType, bytes) = file.File;
        journal.Insert(new Attachment { Id = ids.Next(), MessageId = messageId, Name = name, Size = bytes.Length, ContentType = contentType, Disposition = "attachment", Sha256 = file.Sha256, Part = FilePart });
        if (bytes.Length >= RawMailCodec.FileFrom) journal.Insert(new RawMailFile { Sha256 = file.Sha256, RawMailId = raw });
    }

    private MailText Words(Talk talk, DateTimeOffset at, bool opens)
    {
        var sentences = Sentences.Of(dice, talk.Phrases, opens ? 1.7 : 1.3);
        if (opens) sentences.AddRange(Vocabulary.Known.Where(one => dice.Happens(one.Share)).Select(one => $"{one.Word}."));
        return new MailText(talk.Phrases, dice.Of(talk.Phrases.Openings), sentences[^1], [.. sentences.SkipLast(1).Chunk(4).Select(some => string.Join(' ', some))], Phrases.Fill(dice, dice.Of(talk.Phrases.Closings)), talk.Who.Name, talk.Who.Phone, "", at);
    }

    private List<string> Head(Talk talk, string subject, string mailId, DateTimeOffset at)
    {
        var (date, host, box) = (at.ToString("ddd, dd MMM yyyy HH:mm:ss", CultureInfo.InvariantCulture) + " +0000", talk.Who.Address.Split('@')[1], talk.Place.Mailbox.Address);
        List<string> head =
        [
            $"Return-Path: <{talk.Who.Address}>", $"Delivered-To: {box}", $"Received: from out.{host} (unknown [192.0.2.{dice.Between(1, 254)}])\r\n\tby mx.bench.example with ESMTPS\r\n\tfor <{box}>; {date}",
            $"From: {MailWriter.Word(talk.Who.Name)} <{talk.Who.Address}>", $"To: {box}", $"Subject: {MailWriter.Word(subject)}", $"Date: {date}", $"Message-ID: <{mailId}>",
        ];
        if (talk.LastAnswer is { } answered) head.Add($"In-Reply-To: <{answered}>");
        head.Add("MIME-Version: 1.0");
        return head;
    }
}
