using Lotse.Domain.Tickets;

namespace Lotse.Domain.Retention;

/// <summary>What a community puts away, and when, was changed.</summary>
public sealed record RetentionChanged(long CommunityId, RetentionPlan Plan) : Fact;

/// <summary>Tickets are gone for good, with all that hung on them.</summary>
/// <param name="Rule">By which.</param>
/// <param name="Ids">Their inner ids, which name nothing any more: so that whoever keeps words of them forgets those too.</param>
public sealed record TicketsForgotten(long CommunityId, RetentionRule Rule, int Count, IReadOnlyList<long> Ids) : Fact;

/// <summary>In the place of a line about a ticket that is gone for good. The journal has no gaps.</summary>
public sealed record LineForgotten : Fact;

/// <summary>A fact by which a ticket is put away: nobody has touched it by that, and how long it has rested goes on.</summary>
public abstract record RestingFact(long TicketId, DateTimeOffset At) : TicketFact(TicketId, At);

/// <summary>It rests out of the way, until somebody turns to it.</summary>
public sealed record TicketArchived(long TicketId, DateTimeOffset At) : RestingFact(TicketId, At);

/// <summary>Nobody's words and names are on it any more, nor on the lines of the journal before.</summary>
/// <param name="ContactId">The community's nobody, who stands in the place of whom it was about.</param>
public sealed record TicketAnonymised(long TicketId, long ContactId, DateTimeOffset At) : RestingFact(TicketId, At);
