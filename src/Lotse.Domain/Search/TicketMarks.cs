using System.Globalization;
using System.Text;
using Lotse.Domain.Routing;
using Lotse.Domain.Tickets;

namespace Lotse.Domain.Search;

/// <summary>What marks tell of the contact of a ticket.</summary>
/// <param name="Organisation">Its name; null where there is none.</param>
/// <param name="Domains">Of all addresses, each once.</param>
public sealed record KnownContact(long? OrganisationId, string? Organisation, IReadOnlyList<string> Domains)
{
    public static KnownContact Nobody { get; } = new(null, null, []);
}

/// <summary>What a ticket is, as marks beside its words: so that a search within a community, a state or somebody's tickets costs no more than one for the words alone.</summary>
public static class TicketMarks
{
    /// <summary>Something hangs on one of its messages.</summary>
    public const string HasFiles = "f1";

    /// <param name="contact">What is known of whom it is about.</param>
    public static IReadOnlyList<string> Of(Ticket ticket, KnownContact contact, IEnumerable<long> tags, bool hasFiles) =>
    [
        Community(ticket.CommunityId), State(ticket.State), Level(ticket.Level), Assignee(ticket.AssigneeId), Priority(ticket.Priority), Team(ticket.TeamId),
        Mailbox(ticket.MailboxId), Language(ticket.Language), Channel(ticket.Channel), Organisation(contact.OrganisationId),
        Category(CategoryKind.Product, ticket.ProductId), Category(CategoryKind.Topic, ticket.TopicId), Category(CategoryKind.SupportGroup, ticket.SupportGroupId),
        .. contact.Domains.Select(Domain), .. ticket.SpamScore > 0 ? (string[])[SpamScore(ticket.SpamScore)] : [],
        .. ticket.Lane.IsAside() ? (string[])[Aside(ticket.Lane)] : [], .. hasFiles ? (string[])[HasFiles] : [], .. tags.Select(Tag),
    ];

    public static string Community(long id) => Mark('c', id);

    public static bool IsCommunity(string mark) => mark is ['c', ..];

    public static string State(TicketState state) => Mark('s', (long)state);

    public static string Level(Level level) => Mark('l', (long)level);

    /// <param name="agent">Null for nobody.</param>
    public static string Assignee(long? agent) => Mark('a', agent ?? 0);

    public static string Priority(Priority priority) => Mark('p', (long)priority);

    /// <param name="team">Null for none.</param>
    public static string Team(long? team) => Mark('m', team ?? 0);

    public static string Mailbox(long id) => Mark('b', id);

    /// <param name="language">ISO 639-1; null for none that is known. What is no plain code is none, because marks are letters and digits only.</param>
    public static string Language(string? language) => language is { Length: 2 } && language.All(char.IsAsciiLetterLower) ? $"g{language}" : "g0";

    /// <summary>Only where it is put aside: unwanted, or part of another.</summary>
    public static string Aside(Lane lane) => Mark('x', (long)lane);

    /// <param name="id">Null for none.</param>
    public static string Category(CategoryKind kind, long? id) => Mark(kind switch { CategoryKind.Product => 'k', CategoryKind.Topic => 'h', _ => 'u' }, id ?? 0);

    public static string Channel(TicketChannel channel) => Mark('w', (long)channel);

    /// <param name="id">Null for none.</param>
    public static string Organisation(long? id) => Mark('o', id ?? 0);

    /// <summary>Marks are letters and digits only: the domain's bytes in hexadecimal.</summary>
    public static string Domain(string domain) => $"d{Convert.ToHexStringLower(Encoding.UTF8.GetBytes(domain))}";

    /// <param name="score">1 to 100.</param>
    public static string SpamScore(int score) => Mark('z', score);

    public static string Tag(long id) => Mark('t', id);

    private static string Mark(char kind, long value) => string.Create(CultureInfo.InvariantCulture, $"{kind}{value}");
}
