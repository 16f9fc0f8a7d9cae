using System.Text;

namespace Lotse.Tests.Desk;

/// <summary>What mail servers and readers send back about a mail of ours (RFC 3464, 5965, 8098).</summary>
internal sealed record ReportMail
{
    private static int s_count;

    /// <summary>delivery-status, feedback-report or disposition-notification.</summary>
    public string Type { get; init; } = "delivery-status";

    /// <summary>Of the mail that it is about, without brackets.</summary>
    public string OriginalId { get; init; } = "never@elsewhere.example";

    /// <summary>Where answers to that mail go; null where the report leaves it out.</summary>
    public string? OriginalReplyTo { get; init; }

    public string Recipient { get; init; } = "anna@kunde.example";
    public string Action { get; init; } = "failed";
    public string Status { get; init; } = "5.1.1";
    public string Said { get; init; } = "550 5.1.1 <anna@kunde.example>: User unknown";

    /// <summary>Gives back the header only, not the whole mail.</summary>
    public bool HeadersOnly { get; init; }

    public string? From { get; init; } = "MAILER-DAEMON@mx.kunde.example";

    public byte[] ToBytes()
    {
        var report = Type switch
        {
            "feedback-report" => "Feedback-Type: abuse\r\nUser-Agent: Complaints/1.0\r\nVersion: 1\r\n",
            "disposition-notification" => $"Final-Recipient: rfc822; {Recipient}\r\nOriginal-Message-ID: <{OriginalId}>\r\nDisposition: manual-action/MDN-sent-manually; displayed\r\n",
            _ => $"Reporting-MTA: dns; mx.kunde.example\r\n\r\nFinal-Recipient: rfc822; {Recipient}\r\nAction: {Action}\r\nStatus: {Status}\r\nDiagnostic-Code: smtp; {Said}\r\n",
        };
        var header = $"From: hilfe@hafen.example\r\nTo: {Recipient}\r\nSubject: Antwort\r\nMessage-ID: <{OriginalId}>\r\n" + (OriginalReplyTo is null ? "" : $"Reply-To: {OriginalReplyTo}\r\n");
        return Encoding.UTF8.GetBytes(
            "Return-Path: <>\r\n" + (From is null ? "" : $"From: {From}\r\n") + $"To: hilfe@hafen.example\r\nSubject: Undelivered Mail Returned to Sender\r\nDate: Mon, 2 Mar 2026 09:00:00 +0000\r\n"
            + $"Message-ID: <report-{Interlocked.Increment(ref s_count)}@mx.kunde.example>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/report; report-type={Type}; boundary=\"b\"\r\n\r\n"
            + "--b\r\nContent-Type: text/plain\r\n\r\nThis is the mail system.\r\n"
            + $"--b\r\nContent-Type: message/{Type}\r\n\r\n{report}"
            + (HeadersOnly ? $"--b\r\nContent-Type: text/rfc822-headers\r\n\r\n{header}" : $"--b\r\nContent-Type: message/rfc822\r\n\r\n{header}\r\nText\r\n") + "--b--\r\n");
    }
}
