using Lotse.Domain.Replies;
using Lotse.Domain.Tickets;

namespace Lotse.Domain.Intake;

/// <summary>What a report about a mail of ours does: to that message and its ticket, and never more than it is about.</summary>
public static class ReportOnMail
{
    /// <summary>Recipients that one report may speak of.</summary>
    public const int RecipientsAtMost = 20;

    /// <param name="recipientOf">From an address in the report to the recipient of the mail that is meant; null where it was sent to nobody of that address.</param>
    /// <param name="from">Who sent the report.</param>
    public static IReadOnlyList<Fact> Facts(Ticket ticket, Message about, ReadMail report, Func<string, string?> recipientOf, string from, DateTimeOffset now)
    {
        var said = report.Dsn.Take(RecipientsAtMost).Select(status => (Status: status, Recipient: recipientOf(status.Recipient) ?? status.Recipient)).ToList();
        if (report.Kind == MailKind.Bounce)
        {
            var failed = said.Where(one => Failed(one.Status)).ToList();
            if (failed.Count == 0) failed = [(new DeliveryStatus("", "failed", null, null, null, false), recipientOf("") ?? "")];
            // The first failure may wake the ticket; the others are told beside it.
            var (first, firstTo) = failed[0];
            return
            [
                .. failed.Skip(1).Select(one => new DeliveryFailed(ticket.Id, about.Id, one.Recipient, ReasonOf(one.Status), one.Status.Hard, now)),
                .. DeliveryOutcome.Failed(ticket, about, firstTo, ReasonOf(first), now),
            ];
        }
        if (said.Count == 0) return [new ReportReceived(ticket.Id, about.Id, report.Kind, report.Kind == MailKind.FeedbackReport ? recipientOf("") ?? "" : from, null, now)];
        return [.. said.Select(one => new ReportReceived(ticket.Id, about.Id, report.Kind, one.Recipient, ReasonOf(one.Status), now))];
    }

    /// <summary>The recipients whose addresses are dead: another try is pointless.</summary>
    public static IEnumerable<(string Recipient, string Reason)> Dead(ReadMail report, Func<string, string?> recipientOf) =>
        report.Dsn.Take(RecipientsAtMost).Where(status => status.Hard && Failed(status))
            .Select(status => (Recipient: recipientOf(status.Recipient), Reason: ReasonOf(status))).Where(one => one.Recipient is not null).Select(one => (one.Recipient!, one.Reason));

    private static bool Failed(DeliveryStatus status) => status.Action is not ("delayed" or "delivered" or "relayed" or "expanded");

    private static string ReasonOf(DeliveryStatus status) => status.Reason ?? status.Status ?? "undefined";
}
