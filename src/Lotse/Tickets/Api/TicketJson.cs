using System.Globalization;
using Lotse.Domain.Intake;
using Lotse.Domain.Tickets;
using Lotse.Tickets.Finding;

namespace Lotse.Tickets.Api;

/// <summary>Ids are strings: they have 63 bits, and JavaScript keeps only 53.</summary>
public sealed record PersonJson(string Id, string Name, string Email);

public sealed record NamedJson(string Id, string Name);

public sealed record ContactJson(string Id, string Name, string? Address);

/// <param name="Level">0 secretariat, 1 to 3 the levels.</param>
public sealed record TicketItemJson(
    long Number, string Subject, NamedJson Community, TicketState State, int Level, Priority Priority, NamedJson? Team, PersonJson? Assignee, ContactJson Contact,
    IReadOnlyList<string> Tags, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, DateTimeOffset? DueAt);

public sealed record TicketListJson(IReadOnlyList<TicketItemJson> Items, string? Next);

/// <param name="Version">Goes into If-Match to guard a change.</param>
/// <param name="PossibleMatch">Number of the ticket it may belong to, as long as nobody has decided.</param>
/// <param name="Spam">Put aside as unwanted mail.</param>
/// <param name="SpamScore">How much it looked like spam when it came, 0 to 100; 0 again once somebody has said that it is none.</param>
/// <param name="Channel">By which door it came.</param>
/// <param name="Archived">Put away by rule; it comes back as soon as somebody turns to it.</param>
/// <param name="Anonymised">Its words and people are deleted for good.</param>
/// <param name="MergedFrom">Numbers of tickets that have become part of this one: whoever asks for one of them gets this.</param>
public sealed record TicketJson(
    long Number, string Subject, NamedJson Community, TicketState State, int Level, Priority Priority, NamedJson? Team, PersonJson? Assignee, ContactJson Contact,
    IReadOnlyList<string> Tags, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, DateTimeOffset? DueAt, DateTimeOffset? SnoozedUntil, long Version,
    long? PossibleMatch, bool Spam, IReadOnlyList<long> MergedFrom, IReadOnlyList<MessageJson> Messages, int SpamScore = 0, TicketChannel Channel = TicketChannel.Mail, bool Archived = false, bool Anonymised = false);

/// <param name="Html">Cleaned; remote images are left out.</param>
/// <param name="Visible">What is to be seen first: without quote and signature.</param>
/// <param name="Seal">What came of decrypting and verifying a sealed mail; null for mail that was not sealed.</param>
public sealed record MessageJson(
    string Id, MessageKind Kind, MailKind? MailKind, MailName From, IReadOnlyList<MailName> To, IReadOnlyList<MailName> Cc, DateTimeOffset At, string Subject,
    string Text, string? Html, string Visible, IReadOnlyList<AttachmentJson> Attachments, DeliveryState? Delivery, PersonJson? Author, SealReport? Seal);

public sealed record AttachmentJson(string Id, string Name, long Size, string ContentType, bool Inline, string Sha256);

public sealed record HistoryItemJson(string Id, DateTimeOffset At, string Kind, PersonJson? By, System.Text.Json.JsonElement Data);

public sealed record HistoryJson(IReadOnlyList<HistoryItemJson> Items);

/// <summary>From what handlers give to what programs read.</summary>
internal static class ToJson
{
    public static string Id(long id) => id.ToString(CultureInfo.InvariantCulture);

    public static PersonJson? Person(PersonName? person) => person is null ? null : new PersonJson(Id(person.Id), person.Name, person.Email);

    public static TicketItemJson Item(TicketRow row, People people, IReadOnlyList<string> tags) => new(
        row.Number, row.Subject, new NamedJson(Id(row.CommunityId), people.Community(row.CommunityId)), row.State, (int)row.Level, row.Priority,
        Team(row.TeamId, people), Person(people.Agent(row.AssigneeId)), new ContactJson(Id(row.ContactId), row.ContactName, row.ContactAddress), tags,
        row.CreatedAt, row.UpdatedAt, row.DueAt);

    public static TicketJson Ticket(TicketWhole whole, People people, Func<Message, string?> html, long? possibleMatch, IReadOnlyList<long> mergedFrom)
    {
        var t = whole.Ticket;
        return new TicketJson(
            t.Number, t.Subject, new NamedJson(Id(t.CommunityId), people.Community(t.CommunityId)), t.State, (int)t.Level, t.Priority, Team(t.TeamId, people),
            Person(people.Agent(t.AssigneeId)), new ContactJson(Id(t.ContactId), whole.Contact?.Name ?? "", whole.Addresses is [var first, ..] ? first.Address : null), whole.Tags,
            t.CreatedAt, t.UpdatedAt, t.DueAt, t.SnoozedUntil, t.Version, possibleMatch, t.Lane == Lane.Spam, mergedFrom, [.. whole.Messages.Select(m => Message(m, people, html(m)))], t.SpamScore, t.Channel, t.Lane == Lane.Archived, t.Lane == Lane.Anonymised);
    }

    public static MessageJson Message(Message m, People people, string? html) => new(
        Id(m.Id), m.Kind, m.Kind == MessageKind.Incoming || m.IsAutomatic ? m.MailKind : null, new MailName(m.FromName, m.FromAddress), m.To, m.Cc, m.At, m.Subject, m.Text, html,
        m.Visible ?? m.Text, [.. m.Attachments.Select(Attachment)], m.Delivery, Person(people.Agent(m.AuthorId)), m.Seal);

    private static AttachmentJson Attachment(Attachment a) => new(Id(a.Id), a.Name, a.Size, a.ContentType, a.Inline, a.Sha256);

    private static NamedJson? Team(long? id, People people) => id is { } known ? new NamedJson(Id(known), people.Teams.GetValueOrDefault(known, "")) : null;
}
