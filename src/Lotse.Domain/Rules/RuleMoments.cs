using Lotse.Domain.Levels;
using Lotse.Domain.Notices;
using Lotse.Domain.Tickets;

namespace Lotse.Domain.Rules;

/// <summary>What happens to a ticket, as rules and webhooks name it. Kept as a number: values are never given away twice.</summary>
[Flags]
public enum RuleMoments
{
    None = 0,
    TicketOpened = 1,

    /// <summary>In a ticket that was there already.</summary>
    CustomerWrote = 2,

    ReplySent = 4,
    StateChanged = 8,
    Assigned = 16,
    LevelChanged = 32,
    TagsChanged = 64,
    NoteWritten = 128,
}

/// <summary>From when the hours of a rule are counted that waits for time.</summary>
public enum RuleSince { LastChange = 0, Opened = 1 }

public enum RuleOutcome
{
    Ran = 0,

    /// <summary>One of its steps cannot be done: somebody is no longer there.</summary>
    Refused = 1,

    /// <summary>Too many rules have led to one another.</summary>
    TooDeep = 2,

    /// <summary>It has run too often, and is paused.</summary>
    TooOften = 3,
}

/// <summary>A delivery of a webhook.</summary>
public enum WebhookStep { Waiting = 0, Done = 1, GivenUp = 2 }

public static class MomentOf
{
    public static readonly IReadOnlyList<RuleMoments> All =
    [
        RuleMoments.TicketOpened, RuleMoments.CustomerWrote, RuleMoments.ReplySent, RuleMoments.StateChanged,
        RuleMoments.Assigned, RuleMoments.LevelChanged, RuleMoments.TagsChanged, RuleMoments.NoteWritten,
    ];

    /// <summary>Times are kept no finer than this.</summary>
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(1);

    /// <summary>None for a fact that rules do not listen to.</summary>
    /// <param name="openedAt">When its ticket was opened: the message that opened it is no event of its own.</param>
    public static RuleMoments Fact(Fact fact, DateTimeOffset openedAt) => fact switch
    {
        TicketOpened { Door: TellPeople.ImportDoor } => RuleMoments.None, // Old, and nobody waits for it.
        TicketOpened => RuleMoments.TicketOpened,
        MessageReceived received => (received.At - openedAt).Duration() < Moment ? RuleMoments.None : RuleMoments.CustomerWrote,
        ReplyWritten => RuleMoments.ReplySent,
        StateChanged => RuleMoments.StateChanged,
        TicketAssigned => RuleMoments.Assigned,
        TicketEscalated or TicketReturned or LevelBegunAnew => RuleMoments.LevelChanged,
        TagsChanged => RuleMoments.TagsChanged,
        NoteWritten => RuleMoments.NoteWritten,
        _ => RuleMoments.None,
    };
}
