namespace Lotse.Domain.Routing.Learning;

/// <summary>What somebody can correct, so that it is remembered.</summary>
public enum LearnedKind { Product = 0, Topic = 1, Spam = 3 }

/// <summary>Somebody has said by hand what a ticket is about, or whether it is spam. Of each ticket and kind the newest is kept, so that who changes their mind counts once.</summary>
public sealed class Correction
{
    /// <summary>Of a community and kind, the newest are kept and learned from.</summary>
    public const int MostKept = 2000;

    public long Id { get; init; }
    public long CommunityId { get; init; }
    public long TicketId { get; init; }
    public LearnedKind Kind { get; init; }

    /// <summary>The id of the category that it was taken from, and given; of spam, see <see cref="LearnedSpam"/>. Null for none.</summary>
    public long? From { get; set; }

    public long? To { get; set; }

    /// <summary>Words of subject and first message, as they stood there, with blanks between; of spam, the sender's address too.</summary>
    public string Words { get; set; } = "";
}

/// <summary>Marks facts after which every desk learns anew before the next ticket.</summary>
public interface IChangesWhatIsLearned;

/// <summary>Somebody's correction is remembered. Nothing that happens to the ticket: what was corrected its history says already.</summary>
public sealed record CorrectionRemembered(long TicketId, LearnedKind Kind) : Fact, IChangesWhatIsLearned;

/// <summary>What was learned is forgotten again.</summary>
/// <param name="CategoryId">Null for what was learned of spam.</param>
public sealed record LearnedForgotten(LearnedKind Kind, long? CategoryId) : Fact, IChangesWhatIsLearned;

/// <summary>What is remembered of one ticket's words is forgotten with them.</summary>
public sealed record CorrectionForgotten(long TicketId) : Fact, IChangesWhatIsLearned;
