namespace Lotse.Domain.Notices;

/// <summary>What somebody is told of.</summary>
public enum NoticeKind { CustomerWrote, Assigned, Mentioned, ColleagueReplied, ColleagueNoted, DeliveryFailed, StateChanged, SnoozeOver, NewTicket, Escalated, Returned, Emergency, Consulted, ConsultationAnswered, RulePaused, DueSoon, Overdue, LongOverdue }

/// <summary>Why it is told to this very person. Nobody is told anything without one of these.</summary>
public enum NoticeWhy { Responsible, Watching, Named, Author, Queue, Unclaimed, Lead }

/// <summary>Somebody is told something, once.</summary>
public sealed record Told(long AgentId, NoticeKind Kind, NoticeWhy Why)
{
    /// <summary>As it is kept: what and why, such as customerWrote.watching.</summary>
    public string Code => $"{Camel(Kind.ToString())}.{Camel(Why.ToString())}";

    /// <summary>What a code says; null for one that this version does not know.</summary>
    public static (NoticeKind Kind, NoticeWhy Why)? Read(string code) =>
        code.Split('.') is [var what, var why] && Enum.TryParse<NoticeKind>(what, ignoreCase: true, out var kind) && Enum.TryParse<NoticeWhy>(why, ignoreCase: true, out var because)
            ? (kind, because)
            : null;

    private static string Camel(string name) => char.ToLowerInvariant(name[0]) + name[1..];
}
