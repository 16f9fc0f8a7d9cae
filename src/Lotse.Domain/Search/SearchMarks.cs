namespace Lotse.Domain.Search;

/// <summary>What the names in a search mean at this desk, as whoever searches may know them.</summary>
public sealed record SearchNames
{
    public IReadOnlyList<KeyValuePair<long, string>> Communities { get; init; } = [];
    public IReadOnlyList<KeyValuePair<long, string>> Teams { get; init; } = [];

    /// <summary>By their addresses.</summary>
    public IReadOnlyList<KeyValuePair<long, string>> Mailboxes { get; init; } = [];

    public IReadOnlyList<(long Id, string Name, string Email)> Agents { get; init; } = [];

    /// <summary>Who is meant by "me"; null where nobody is.</summary>
    public long? Me { get; init; }

    /// <summary>The tags that a word means: itself, and what it is another word for.</summary>
    public Func<string, IReadOnlyList<long>> Tags { get; init; } = _ => [];
}

/// <summary>From clauses to the marks that a ticket has to have: the same for the index and for rules, so that both mean the same.</summary>
public static class SearchMarks
{
    /// <summary>What is put aside is found by whoever asks for it, and by nobody else.</summary>
    public static readonly SoughtMarks NotAside = new([TicketMarks.Aside(Tickets.Lane.Spam), TicketMarks.Aside(Tickets.Lane.Merged)], Not: true);

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
            AsideSought sought => [TicketMarks.Aside(sought.Lane)],
            FilesSought => [TicketMarks.HasFiles],
            TagSought sought => names.Tags(sought.Tag).Select(TicketMarks.Tag),
            _ => null,
        };
        return any is null ? null : new SoughtMarks([.. any.DefaultIfEmpty(TicketMarks.Tag(0))], clause.Not);
    }

    private static IEnumerable<long> Named(IReadOnlyList<KeyValuePair<long, string>> known, string part) => known.Where(one => Fits(one.Value, part)).Select(one => one.Key);

    private static bool Fits(string name, string part) => name.Contains(part, StringComparison.CurrentCultureIgnoreCase);
}
