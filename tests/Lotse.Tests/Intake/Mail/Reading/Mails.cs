using System.Text;
using Lotse.Adapters.MailServer.Reading;
using Lotse.Domain.Intake;

namespace Lotse.Tests.Intake.Mail.Reading;

/// <summary>Mails for the tests of this folder, written for them.</summary>
internal static class Mails
{
    public static ReadMail Read(string mail) => Read(Bytes(mail));

    /// <summary>A busy machine is no reason to see less of a mail.</summary>
    private static readonly ReadingLimits Patient = ReadingLimits.Whole with { Time = TimeSpan.FromMinutes(1) };

    public static ReadMail Read(byte[] mail)
    {
        using var raw = new MemoryStream(mail, writable: false);
        return MailReader.Read(raw, Patient);
    }

    /// <summary>Latin-1, so that each character of the text is one byte of the mail.</summary>
    public static byte[] Bytes(string mail) => Encoding.Latin1.GetBytes(mail.ReplaceLineEndings("\r\n"));

    public static string Head(string more) => $"""
        From: Anna Kunde <anna@kunde.example>
        To: support@lotse.example
        Subject: Drucker
        Date: Tue, 14 Oct 2025 09:12:33 +0200
        Message-ID: <1@kunde.example>
        MIME-Version: 1.0
        {more}

        """;

    public static string Text(string body, string type = "text/plain; charset=utf-8") => Head($"Content-Type: {type}\nContent-Transfer-Encoding: 8bit") + "\n" + body;

    public static string TwoForms => Head("Content-Type: multipart/alternative; boundary=\"b1\"") + """

        --b1
        Content-Type: text/plain; charset=utf-8

        Guten Tag
        --b1
        Content-Type: text/html; charset=utf-8

        <p>Guten <b>Tag</b></p>
        --b1--
        """;

    public static string WithFiles => Head("Content-Type: multipart/mixed; boundary=\"b1\"") + """

        --b1
        Content-Type: text/plain; charset=utf-8

        siehe Anlage
        --b1
        Content-Type: application/pdf; name="../../etc/rechnung.pdf"
        Content-Disposition: attachment; filename="../../etc/rechnung.pdf"
        Content-Transfer-Encoding: base64

        SGFsbG8=
        --b1
        Content-Type: message/rfc822
        Content-Disposition: attachment

        From: Bert <bert@kunde.example>
        Subject: innen
        Content-Type: multipart/mixed; boundary="b2"

        --b2
        Content-Type: text/plain

        innerer Text
        --b2
        Content-Type: text/csv; name=liste.csv
        Content-Disposition: attachment; filename=liste.csv

        a;b
        --b2--
        --b1--
        """;

    public static string Report(string action, string status, string diagnostic) =>
        Head("Auto-Submitted: auto-replied\nContent-Type: multipart/report; report-type=delivery-status; boundary=\"b1\"") + $"""

        --b1
        Content-Type: text/plain

        Your message could not be delivered.
        --b1
        Content-Type: message/delivery-status

        Reporting-MTA: dns; mx.lotse.example

        Final-Recipient: rfc822; anna@kunde.example
        Action: {action}
        Status: {status}
        Diagnostic-Code: {diagnostic}
        --b1
        Content-Type: text/rfc822-headers

        Message-ID: <own-7@lotse.example>
        --b1--
        """;

    /// <summary>The given mail corpus beside the repository, or null where it is not there.</summary>
    public static string? Corpus
    {
        get
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Lotse.slnx"))) folder = folder.Parent;
            var corpus = folder is null ? null : Path.Combine(folder.FullName, "..", "shared", "mail-corpus");
            return corpus is not null && File.Exists(Path.Combine(corpus, "expectations.jsonl")) ? Path.GetFullPath(corpus) : null;
        }
    }
}
