using Lotse.Tickets.Responsible;
using Lotse.Ui.Language;

namespace Lotse.Tickets.Reading;

/// <summary>An event in one human sentence, and a reason in another.</summary>
public static class EventSentence
{
    public static string Of(Texts t, Happened what, string? by) => OfTheWhole(t, what, by) ?? OfTime(t, what) ?? what switch
    {
        TicketOpened { Door: "mail" } opened => t["event.openedByMail", ("mailbox", opened.Mailbox)],
        TicketOpened { Door: "api" } => t["event.openedByApi"],
        TicketOpened => t["event.openedByAgent", ("by", Who(t, by))],
        TicketReopened => t["event.reopened"],
        StateChanged change => t["event.state", ("by", Who(t, by)), ("from", Words.State(t, change.From)), ("to", Words.State(t, change.To))],
        TicketAssigned { ToSelf: true } => t["event.taken", ("by", Who(t, by))],
        TicketAssigned assigned => t["event.assigned", ("by", Who(t, by)), ("to", assigned.To)],
        TicketUnassigned unassigned => t["event.unassigned", ("by", Who(t, by)), ("from", unassigned.From)],
        PriorityChanged change => t["event.priority", ("by", Who(t, by)), ("to", Words.Priority(t, change.To))],
        TagsChanged { Removed.Count: 0 } tags => t["event.tagged", ("by", Who(t, by)), ("tags", string.Join(", ", tags.Added))],
        TagsChanged { Added.Count: 0 } tags => t["event.untagged", ("by", Who(t, by)), ("tags", string.Join(", ", tags.Removed))],
        TagsChanged tags => t["event.retagged", ("by", Who(t, by)), ("tags", string.Join(", ", tags.Added)), ("gone", string.Join(", ", tags.Removed))],
        CategoryTold told => RoutedSentence.Of(t, told, by),
        QueueDealt dealt => RoutedSentence.Of(t, dealt),
        MatchConfirmed match => t["event.matchConfirmed", ("by", Who(t, by)), ("sender", match.Sender)],
        MatchRejected match => t["event.matchRejected", ("by", Who(t, by)), ("sender", match.Sender)],
        DeliveryFailed failed => t["event.deliveryFailed", ("to", failed.Recipient)],
        DeliveryRetried retried => t["event.deliveryRetried", ("by", Who(t, by)), ("to", retried.Recipient)],
        ReplyPlanned => t["event.replyPlanned", ("by", Who(t, by))],
        ReplyTakenBack { CustomerWrote: true } => t["event.replyStopped"],
        ReplyTakenBack => t["event.replyTakenBack", ("by", Who(t, by))],
        RuleWorked { Paused: true } rule => t["event.rulePaused", ("rule", rule.Rule)],
        RuleWorked rule => t["event.ruleRan", ("rule", rule.Rule)],
        AutomaticMailRecorded mail => t["event.automaticMail", ("sender", mail.Sender)],
        RuleKeptSilent not => t["event.ruleKeptSilent", ("why", NoAnswerText.Of(t, not.Because))],
        NotAcknowledged not => t["event.notAcknowledged", ("why", NoAnswerText.Of(t, not.Because))],
        CustomerMailForwarded { Checked: true } forward => t["event.forwarded.checked", ("by", forward.By), ("original", forward.Original)],
        CustomerMailForwarded forward => t["event.forwarded", ("by", forward.By), ("original", forward.Original)],
        ForwardDoubted doubted => t["event.forwardDoubted", ("by", doubted.By)],
        MailReadAgain { Opened: true } mail => t["event.mailOpened", ("by", Who(t, by)), ("sender", mail.Sender)],
        MailReadAgain mail => t["event.mailReadAgain", ("by", Who(t, by)), ("sender", mail.Sender)],
        MailArrivedTwice mail => t["event.arrivedTwice", ("mailbox", mail.Mailbox)],
        _ => t["event.other", ("by", Who(t, by))],
    };

    /// <summary>What was done to the ticket as a whole, or between it and others.</summary>
    private static string? OfTheWhole(Texts t, Happened what, string? by) => what switch
    {
        HandedUp { Emergency: true } up => t["event.handedUpEmergency", ("by", Who(t, by)), ("level", Words.Level(t, up.To))],
        HandedUp up => t["event.handedUp", ("by", Who(t, by)), ("level", Words.Level(t, up.To))],
        HandOverTaken taken => t["event.handOverTaken", ("by", Who(t, by)), ("level", Words.Level(t, taken.Level))],
        NextTimeSaid { Below: true } => t["event.nextTimeBelow", ("by", Who(t, by))],
        NextTimeSaid => t["event.nextTimeHere", ("by", Who(t, by))],
        HandedBack { WithAnswer: true } back => t["event.handedBackAnswer", ("by", Who(t, by)), ("level", Words.Level(t, back.To))],
        HandedBack back => t["event.handedBackQuestion", ("by", Who(t, by)), ("level", Words.Level(t, back.To))],
        ColleagueConsulted { Level: { } level } => t["event.levelConsulted", ("by", Who(t, by)), ("level", Words.Level(t, level))],
        ColleagueConsulted asked => t["event.personConsulted", ("by", Who(t, by)), ("person", asked.Person ?? "?")],
        ConsultationWords { Answer: true } => t["event.consultationAnswered", ("by", Who(t, by))],
        ConsultationWords => t["event.consultationAskedOn", ("by", Who(t, by))],
        ConsultationEnded => t["event.consultationClosed", ("by", Who(t, by))],
        ProcedureWalked { Outcome: null } => t["event.procedureBegun", ("by", Who(t, by))],
        ProcedureWalked { Outcome: "solved" } => t["event.procedureSolved", ("by", Who(t, by))],
        ProcedureWalked { Outcome: "escalate" } => t["event.procedureEscalate", ("by", Who(t, by))],
        ProcedureWalked => t["event.procedureLeft", ("by", Who(t, by))],
        LevelAnew anew => t["event.levelAnew", ("level", Words.Level(t, anew.Level))],
        ProblemChanged { Joined: true } problem => t["event.joinedProblem", ("by", Who(t, by)), ("title", problem.Title)],
        ProblemChanged problem => t["event.leftProblem", ("by", Who(t, by)), ("title", problem.Title)],
        TicketSplitOff split => t["event.split", ("by", Who(t, by)), ("number", split.Number)],
        MessagesSplitOff split => t.Count("event.splitOff", split.Count, ("by", Who(t, by)), ("number", split.Number)),
        LinkChanged { Linked: true } link => t["event.linked", ("by", Who(t, by)), ("number", link.Number)],
        LinkChanged link => t["event.unlinked", ("by", Who(t, by)), ("number", link.Number)],
        TicketMoved moved => t["event.moved", ("by", Who(t, by)), ("from", moved.From), ("to", moved.To)],
        TeamGiven { To: { } team } => t["event.team", ("by", Who(t, by)), ("team", team)],
        TeamGiven gone => t["event.noTeam", ("by", Who(t, by)), ("team", gone.From)],
        TicketRenamed renamed => t["event.renamed", ("by", Who(t, by)), ("from", renamed.From)],
        MessageBlackedOut { Files.Count: 0 } black => t["event.redacted", ("by", Who(t, by)), ("sender", black.Sender), ("n", black.Passages)],
        MessageBlackedOut black => t["event.redactedFiles", ("by", Who(t, by)), ("sender", black.Sender), ("n", black.Passages), ("files", string.Join(", ", black.Files))],
        TicketWoken => t["event.snoozeOver"],
        PutAway away => away.Anonymised ? t["event.anonymised"] : t["event.archived"],
        SpamMarked mark => mark.Spam ? t["event.spam", ("by", Who(t, by))] : t["event.noSpam", ("by", Who(t, by))],
        TicketJoined joined => t["event.merged", ("by", Who(t, by)), ("number", joined.Number)],
        TicketBecamePart part => t["event.mergedInto", ("by", Who(t, by)), ("number", part.Number)],
        MergeTakenBack merge => t["event.partLeft", ("by", Who(t, by)), ("number", merge.Number)],
        _ => null,
    };

    /// <summary>What time has done.</summary>
    private static string? OfTime(Texts t, Happened what) => what switch
    {
        PromiseTime { Told: PromiseTold.Near } promise => t["event.promiseNear", ("promise", Words.Promise(t, promise.Kind))],
        PromiseTime { Told: PromiseTold.Passed } promise => t["event.promisePassed", ("promise", Words.Promise(t, promise.Kind))],
        PromiseTime promise => t["event.promiseLongPassed", ("promise", Words.Promise(t, promise.Kind))],
        _ => null,
    };

    /// <summary>The same, with times in the zone of whoever reads.</summary>
    public static string Of(Texts t, Moments moments, Happened what, string? by) => what is TicketSnoozed snoozed
        ? t["event.snoozed", ("by", Who(t, by)), ("time", moments.Exact(snoozed.Until))]
        : what is TicketRouted routed ? RoutedSentence.Of(t, moments, routed) : Of(t, what, by);

    public static string Of(Texts t, Why why) => why.Code switch
    {
        WhyCode.OurMessageId => t["why.ourMessageId"],
        WhyCode.SignedReplyAddress => t["why.signedReplyAddress"],
        WhyCode.KnownReference => t["why.knownReference"],
        WhyCode.SubjectNumber => t["why.subjectNumber", ("detail", why.Detail)],
        WhyCode.NoReference => t["why.noReference"],
        WhyCode.ForwardedAsText => t["why.forwardedAsText"],
        WhyCode.ForwardedAsFile => t["why.forwardedAsFile"],
        WhyCode.SenderIsNotParticipant => t["why.senderIsNotParticipant", ("detail", why.Detail)],
        WhyCode.ReferenceOfOtherTicket => t["why.referenceOfOtherTicket"],
        WhyCode.MailboxOfCommunity => t["why.mailboxOfCommunity", ("detail", why.Detail)],
        WhyCode.CustomerAnswered => t["why.customerAnswered"],
        WhyCode.AutomaticMail => t["why.automaticMail"],
        WhyCode.AgentAnswered => t["why.agentAnswered"],
        WhyCode.Acknowledged => t["why.acknowledged"],
        WhyCode.RuleWrote => t["why.ruleWrote"],
        WhyCode.TakenBack => t["why.takenBack"],
        WhyCode.RuleAlways => t["why.ruleAlways"],
        WhyCode.RuleHeld => t["why.ruleHeld", ("detail", why.Detail)],
        WhyCode.SameSubjectAndSender => t["why.sameSubjectAndSender"],
        _ => t["why.sentWithState"],
    };

    private static string Who(Texts t, string? by) => by ?? t["event.desk"];
}
