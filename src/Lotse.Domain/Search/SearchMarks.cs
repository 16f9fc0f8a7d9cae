using Lotse.Domain.Intake.Spam;
using Lotse.Domain.Routing;

namespace Lotse.Domain.Search;

/// <summary>What the names in a search mean at this desk, as whoever searches may know them.</summary>
public sealed record SearchNames
{
    public IReadOnlyList<KeyValuePair<long, string>> Communities { get; init; } = [];
    public IReadOnlyList<KeyValuePair<long, string>> Teams { get; init; } = [];

    /// <summary>By their addresses.</summary>
    public IReadOnlyList<KeyValuePair<long, string>> Mailboxes { get; init; } = [];

    public IReadOnlyList<(long Id, string Name, string Email)> Agents { get; init; } = [];

    /// <summary>Products, topics and support groups, those that rest too.</summary>
    public IReadOnlyList<Category> Categories { get; init; } = [];

    /// <summary>The organisations that a name means.</summary>
    public Func<string, IReadOnlyList<long>> Organisations { get; init; } = _ => [];

    /// <summary>Who is meant by "me"; null where nobody is.</summary>
    public long? Me { get; init; }

    /// <summary>The tags that a word means: itself, and what it is another word for.</summary>
    public Func<string, IReadOnlyList<long>> Tags { get; init; } = _ => [];
}

/// <summary>From clauses to the marks that a ticket has to have: the same for the index and for rules, so that both mean the same.</summary>
public static class SearchMarks
{
    /// <summary>What is put aside is found by whoever asks for it, and by nobody else.</summary>
    public static readonly SoughtMarks NotAside = new([.. Enum.GetValues<Tickets.Lane>().Where(lane => Tickets.TicketStates.IsAside(lane)).Select(TicketMarks.Aside)], Not: true);

    /// <returns>Null for a clause that is not about marks: words, a number, days.</returns>
    public static SoughtMarks? Of(SearchClause clause, SearchNames names)
    {
        IEnumerable<string>? any = clause switch
        {
            StateSought sought => sought.Any.Select(TicketMarks.State),
            LevelSought sought => [TicketMarks.Level(sought.Level)],
            CommunitySought sought => Named(names.Communities, sought.Name).Select(TicketMarks.Community),
            AssigneeSought { Name: null } => [TicketMarks.Assignee(null)],
            AssigneeSought { Name: AssigneeSought.Me } => names.Me is { } me ? [TicketMarks.Assignee(me)] : [],
            AssigneeSought sought => names.Agents.Where(a => Fits(a.Name, sought.Name!) || Fits(a.Email, sought.Name!)).Select(a => TicketMarks.Assignee(a.Id)),
            PrioritySought sought => [TicketMarks.Priority(sought.Priority)],
            TeamSought sought => Named(names.Teams, sought.Name).Select(id => TicketMarks.Team(id)),
            MailboxSought sought => Named(names.Mailboxes, sought.Address).Select(TicketMarks.Mailbox),
            LanguageSought sought => [TicketMarks.Language(sought.Language)],
            CategorySought { Name: null } sought => [TicketMarks.Category(sought.Kind, null)],
            CategorySought sought => names.Categories.Where(c => c.Kind == sought.Kind && Fits(c.Name, sought.Name!)).Select(c => TicketMarks.Category(c.Kind, c.Id)),
            ChannelSought sought => [TicketMarks.Channel(sought.Channel)],
            OrganisationSought { Name: null } => [TicketMarks.Organisation(null)],
            OrganisationSought sought => names.Organisations(sought.Name!).Select(id => TicketMarks.Organisation(id)),
            DomainSought sought => [TicketMarks.Domain(sought.Domain)],
            AsideSought sought => [TicketMarks.Aside(sought.Lane)],
            FilesSought => [TicketMarks.HasFiles],
            TagSought sought => names.Tags(sought.Tag).Select(TicketMarks.Tag),
            _ => null,
        };
        if (clause is SpamScoreSought score) return Of(score);
        return any is null ? null : new SoughtMarks([.. any.DefaultIfEmpty(TicketMarks.Tag(0))], clause.Not);
    }

    private static IEnumerable<long> Named(IReadOnlyList<KeyValuePair<long, string>> known, string part) => known.Where(one => Fits(one.Value, part)).Select(one => one.Key);

    /// <summary>A ticket with nothing against it has no mark of a score: what is below one has none from there on.</summary>
    private static SoughtMarks Of(SpamScoreSought sought)
    {
        if (sought.From > 0) return new SoughtMarks([.. Scores(sought.From, sought.Below)], sought.Not);
        return new SoughtMarks([.. Scores(Math.Max(sought.Below, 1), SpamScore.Most + 1).DefaultIfEmpty(TicketMarks.Tag(0))], !sought.Not);
    }

    private static IEnumerable<string> Scores(int from, int below) => Enumerable.Range(from, Math.Max(0, below - from)).Select(TicketMarks.SpamScore).DefaultIfEmpty(TicketMarks.Tag(0));

    /// <summary>The one way in which names are compared with what is looked for.</summary>
    public static bool Fits(string name, string part) => name.Contains(part, StringComparison.CurrentCultureIgnoreCase);
}
