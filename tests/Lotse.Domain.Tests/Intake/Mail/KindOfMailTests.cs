using Lotse.Domain.Intake;
using Lotse.Domain.Intake.Mail;
using Xunit;

namespace Lotse.Domain.Tests.Intake.Mail;

public sealed class KindOfMailTests
{
    [Theory]
    [InlineData("Auto-Submitted", "auto-replied", MailKind.AutoReply)]
    [InlineData("Auto-Submitted", "auto-replied (zimbra; vacation)", MailKind.AutoReply)]
    [InlineData("Auto-Submitted", "auto-generated", MailKind.AutoReply)]
    [InlineData("Auto-Submitted", "no", MailKind.Human)]
    [InlineData("Auto-Submitted", "No (really)", MailKind.Human)]
    [InlineData("X-Autoreply", "yes", MailKind.AutoReply)]
    [InlineData("Precedence", "auto_reply", MailKind.AutoReply)]
    [InlineData("Precedence", "bulk", MailKind.List)]
    [InlineData("List-Id", "<users.lists.example>", MailKind.List)]
    [InlineData("X-Auto-Response-Suppress", "All", MailKind.Human)]
    public void Believes_a_header(string name, string value, MailKind kind) => Assert.Equal(kind, Tell("Drucker", "Hallo", (name, value)).Kind);

    [Theory]
    [InlineData("Automatische Antwort: Drucker", MailKind.AutoReply)]
    [InlineData("Automatic reply: printer", MailKind.AutoReply)]
    [InlineData("Abwesenheitsnotiz", MailKind.AutoReply)]
    [InlineData("Réponse automatique : imprimante", MailKind.AutoReply)]
    [InlineData("Re: Automatic reply: printer", MailKind.Human)]
    [InlineData("Out of office printer is broken", MailKind.Human)]
    [InlineData("Auto kaputt", MailKind.Human)]
    public void Believes_a_subject_only_in_the_form_of_mail_programs(string subject, MailKind kind) => Assert.Equal(kind, Tell(subject, "Hallo").Kind);

    [Fact]
    public void Answers_nobody_by_machine_who_asked_for_it() => Assert.True(Tell("x", "y", ("X-Auto-Response-Suppress", "OOF, AutoReply")).SuppressAutoResponse);

    [Fact]
    public void Answers_a_person() => Assert.False(Tell("x", "y").SuppressAutoResponse);

    [Fact]
    public void Takes_a_person_who_forwards_a_bounce_for_a_person() =>
        Assert.Equal(MailKind.Human, Tell("Fwd: Undelivered Mail Returned to Sender", "Was heißt das?\n> could not be delivered: user unknown").Kind);

    [Theory]
    [InlineData("Hi. This is the qmail-send program.\nI'm afraid I wasn't able to deliver your message to the following addresses.\n\n<anna@kunde.example>:\n192.0.2.1 does not like recipient.\nRemote host said: 550 5.1.1 no such user\nGiving up on 192.0.2.1.\n\n--- Below this line is a copy of the message.\n\nMessage-ID: <own-1@lotse.example>", "5.1.1", "userunknown")]
    [InlineData("A message that you sent could not be delivered.\n\n  anna@kunde.example\n    SMTP error from remote mail server after RCPT TO:<anna@kunde.example>:\n    host mx.kunde.example [192.0.2.1]: 552 5.2.2 mailbox full\n\n------ This is a copy of the message. ------\nMessage-ID: <own-1@lotse.example>", "5.2.2", "mailboxfull")]
    [InlineData("Your message could not be delivered.\n\n<anna@kunde.example>: host mx.kunde.example said: 554\n    5.7.1 Client host blocked using dnsbl (in reply to RCPT TO\n    command)\n\n--- original message\nMessage-ID: <own-1@lotse.example>", "5.7.1", "blocked")]
    public void Reads_notices_of_mail_servers(string text, string status, string reason)
    {
        var verdict = Tell("failure notice", text, from: "mailer-daemon@mx.lotse.example");
        Assert.Equal((MailKind.Bounce, "own-1@lotse.example"), (verdict.Kind, verdict.OriginalMessageId));
        var report = Assert.Single(verdict.Dsn);
        Assert.Equal(("anna@kunde.example", status, reason), (report.Recipient, report.Status, report.Reason));
    }

    [Fact]
    public void Reads_one_status_for_each_recipient_of_a_report()
    {
        var signs = Signs("Undelivered", "", "mailer-daemon@x.example", []) with
        {
            DeliveryStatus = "Reporting-MTA: dns; x\n\nFinal-Recipient: rfc822; a@b.example\nAction: failed\nStatus: 5.0.0\nDiagnostic-Code: smtp; 550 5.1.1 unknown user\n\n"
                + "Final-Recipient: rfc822; c@d.example\nAction: delayed\nStatus: 4.4.1\n",
        };
        var verdict = KindOfMail.Tell(signs);
        Assert.Equal(MailKind.Bounce, verdict.Kind);
        Assert.Equal([("a@b.example", "5.1.1", true), ("c@d.example", "4.4.1", false)], verdict.Dsn.Select(d => (d.Recipient, d.Status!, d.Hard)));
    }

    [Fact]
    public void Takes_a_confirmation_of_delivery_for_no_bounce() =>
        Assert.Equal(MailKind.ReadReceipt, KindOfMail.Tell(Signs("Delivered", "", "a@b.example", []) with { DeliveryStatus = "Final-Recipient: rfc822; a@b.example\nAction: delivered\nStatus: 2.0.0" }).Kind);

    [Fact]
    public void Finds_the_mail_that_a_receipt_is_about()
    {
        var verdict = KindOfMail.Tell(Signs("Gelesen: x", "", "a@b.example", []) with { Disposition = "Final-Recipient: rfc822; a@b.example\nOriginal-Message-ID: <own-2@lotse.example>\n" });
        Assert.Equal((MailKind.ReadReceipt, "own-2@lotse.example"), (verdict.Kind, verdict.OriginalMessageId));
    }

    private static MailVerdict Tell(string subject, string text, (string Name, string Value)? header = null, string from = "anna@kunde.example") =>
        KindOfMail.Tell(Signs(subject, text, from, header is { } one ? [one] : []));

    private static MailSigns Signs(string subject, string text, string from, (string Name, string Value)[] headers) => new()
    {
        Header = name => headers.FirstOrDefault(h => h.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Value,
        Subject = subject, From = new MailName("", from), Text = text, Visible = text,
    };
}
