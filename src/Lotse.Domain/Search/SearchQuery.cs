using Lotse.Domain.Routing;
using Lotse.Domain.Tickets;

namespace Lotse.Domain.Search;

/// <summary>Where words are looked for.</summary>
public enum SearchPlace
{
    Anywhere,
    Subject,
    People,
    Files,

    /// <summary>In what a list shows of it: the subject, and who it is about.</summary>
    Heading,
}

/// <summary>One thing that has to be true of a ticket, or must not be.</summary>
public abstract record SearchClause
{
    public bool Not { get; init; }
}

/// <summary>A word, or several that stand together in this order.</summary>
/// <param name="Begins">The last word is only the beginning of one.</param>
public sealed record WordsSought(IReadOnlyList<string> Words, SearchPlace Place = SearchPlace.Anywhere, bool Begins = false) : SearchClause
{
    public bool Equals(WordsSought? other) => other is not null && Not == other.Not && Place == other.Place && Begins == other.Begins && Words.SequenceEqual(other.Words, StringComparer.Ordinal);

    public override int GetHashCode() => HashCode.Combine(Not, Place, Begins, string.Join(' ', Words));
}

public sealed record NumberSought(long Number) : SearchClause;

public sealed record TagSought(string Tag) : SearchClause;

/// <param name="Any">One of these.</param>
public sealed record StateSought(IReadOnlyList<TicketState> Any) : SearchClause
{
    public bool Equals(StateSought? other) => other is not null && Not == other.Not && Any.SequenceEqual(other.Any);

    public override int GetHashCode() => HashCode.Combine(Not, Any.Count);
}

public sealed record PrioritySought(Priority Priority) : SearchClause;

public sealed record TeamSought(string Name) : SearchClause;

/// <param name="Address">A part of the address of the mailbox that it came by.</param>
public sealed record MailboxSought(string Address) : SearchClause;

/// <param name="Language">ISO 639-1.</param>
public sealed record LanguageSought(string Language) : SearchClause;

/// <summary>Among what is put aside, where a search does not look by itself.</summary>
public sealed record AsideSought(Lane Lane) : SearchClause;

/// <summary>Something hangs on a message.</summary>
public sealed record FilesSought : SearchClause;

public sealed record LevelSought(Level Level) : SearchClause;

/// <param name="Name">Null for nobody, "me" for whoever searches, else a part of a name or an address.</param>
public sealed record AssigneeSought(string? Name) : SearchClause
{
    public const string Me = "me";
}

public sealed record CommunitySought(string Name) : SearchClause;

/// <summary>What it is about, or on which group its work is booked.</summary>
/// <param name="Name">Null for none.</param>
public sealed record CategorySought(CategoryKind Kind, string? Name) : SearchClause;

public sealed record ChannelSought(TicketChannel Channel) : SearchClause;

/// <param name="Name">Of the organisation that its contact belongs to; null for none.</param>
public sealed record OrganisationSought(string? Name) : SearchClause;

/// <summary>Its contact has an address there: exactly this domain, and none below it.</summary>
public sealed record DomainSought(string Domain) : SearchClause;

/// <param name="From">The lowest score that is meant; those from 0 are all.</param>
/// <param name="Below">The first that is not meant any more.</param>
public sealed record SpamScoreSought(int From, int Below) : SearchClause;

/// <summary>Days of the searcher's calendar on which the ticket was opened: the first inclusive, the last exclusive.</summary>
public sealed record DaysSought(DateOnly? From, DateOnly? Before) : SearchClause;

/// <summary>What somebody typed, understood.</summary>
/// <param name="Misread">Fields whose value could not be read ("before:sometime"), and beginnings of a single letter. They are left out, and the page says so.</param>
public sealed record SearchQuery(IReadOnlyList<SearchClause> Clauses, IReadOnlyList<string> Misread)
{
    public static readonly SearchQuery Nothing = new([], []);

    /// <summary>What was typed for each clause, in their order.</summary>
    public IReadOnlyList<string> Typed { get; init; } = [];

    /// <summary>Only exclusions would find nearly everything.</summary>
    public bool IsEmpty => !Clauses.Any(clause => !clause.Not);
}
