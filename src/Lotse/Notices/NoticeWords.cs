using Lotse.Domain.Notices;
using Lotse.Ui.Language;

namespace Lotse.Notices;

/// <summary>A notice in words. Written out, so that every key is found by a search.</summary>
internal static class NoticeWords
{
    /// <param name="by">Null for a customer or the desk.</param>
    public static string Of(Texts t, NoticeKind kind, string? by) => kind switch
    {
        NoticeKind.CustomerWrote => t["notice.customerWrote"],
        NoticeKind.Assigned => t["notice.assigned", ("by", by ?? t["event.desk"])],
        NoticeKind.Mentioned => t["notice.mentioned", ("by", by ?? t["event.desk"])],
        NoticeKind.ColleagueReplied => t["notice.replied", ("by", by ?? t["event.desk"])],
        NoticeKind.ColleagueNoted => t["notice.noted", ("by", by ?? t["event.desk"])],
        NoticeKind.DeliveryFailed => t["notice.deliveryFailed"],
        NoticeKind.SnoozeOver => t["notice.snoozeOver"],
        NoticeKind.StateChanged => t["notice.stateChanged", ("by", by ?? t["event.desk"])],
        NoticeKind.Escalated => t["notice.escalated", ("by", by ?? t["event.desk"])],
        NoticeKind.Returned => t["notice.returned", ("by", by ?? t["event.desk"])],
        NoticeKind.Emergency => t["notice.emergency", ("by", by ?? t["event.desk"])],
        NoticeKind.Consulted => t["notice.consulted", ("by", by ?? t["event.desk"])],
        NoticeKind.ConsultationAnswered => t["notice.consultationAnswered", ("by", by ?? t["event.desk"])],
        NoticeKind.RulePaused => t["notice.rulePaused"],
        NoticeKind.DueSoon => t["notice.dueSoon"],
        NoticeKind.Overdue => t["notice.overdue"],
        NoticeKind.LongOverdue => t["notice.longOverdue"],
        _ => t["notice.newTicket"],
    };

    public static string Why(Texts t, NoticeWhy why) => why switch
    {
        NoticeWhy.Responsible => t["notice.why.responsible"],
        NoticeWhy.Watching => t["notice.why.watching"],
        NoticeWhy.Named => t["notice.why.named"],
        NoticeWhy.Author => t["notice.why.author"],
        NoticeWhy.Unclaimed => t["notice.why.unclaimed"],
        NoticeWhy.Lead => t["notice.why.lead"],
        _ => t["notice.why.queue"],
    };

    public static string Icon(NoticeKind kind) => kind switch
    {
        NoticeKind.CustomerWrote => "mail",
        NoticeKind.Assigned => "hand",
        NoticeKind.Mentioned => "at-sign",
        NoticeKind.ColleagueReplied => "reply",
        NoticeKind.ColleagueNoted => "lock-keyhole",
        NoticeKind.DeliveryFailed => "mail-warning",
        NoticeKind.SnoozeOver => "clock",
        NoticeKind.StateChanged => "circle-dot",
        NoticeKind.Escalated => "arrow-up-from-line",
        NoticeKind.Returned => "arrow-down-to-line",
        NoticeKind.Emergency => "flame",
        NoticeKind.Consulted or NoticeKind.ConsultationAnswered => "messages-square",
        NoticeKind.RulePaused => "workflow",
        NoticeKind.DueSoon => "clock",
        NoticeKind.Overdue or NoticeKind.LongOverdue => "clock-alert",
        _ => "inbox",
    };
}
