using Lotse.Contacts;
using Lotse.Domain.Communities;
using Lotse.Domain.Notices;
using Lotse.Intake;
using Lotse.Intake.Mail.Acknowledging;
using Lotse.Notices;
using Lotse.Replies.Macros;
using Lotse.Setup;
using Lotse.Staff;
using Lotse.Tickets;
using Lotse.Tickets.Macros;
using Lotse.Tickets.Working;
using Lotse.Tickets.Queues;
using Lotse.Ui;
using Lotse.Ui.Layout;
using TicketSteps = Lotse.Domain.Tickets.TicketSteps;

namespace Lotse.Tests.Ui;

/// <summary>Every page in every state worth a look, with view data as an endpoint would give it.</summary>
public static class SamplePages
{
    private static DateTimeOffset Ago(double minutes) => Drawing.Now.AddMinutes(-minutes);

    public static readonly DeskView Desk = new()
    {
        Person = new DeskPerson("a1", "Mara Quast", "mara.quast@portal-nord.example", AgentRole.Admin),
        Queues = [new(Queue.Mine, 12), new(Queue.Unassigned, 7), new(Queue.Open, 1284), new(Queue.Waiting, 31), new(Queue.Done, 8820)],
        Levels = [new(0, 3), new(1, 84), new(2, 19), new(3, 4)],
        Communities = [new("c1", "Portal Nord", 41), new("c2", "Werkstattladen", 58)],
        Parked = 2,
        SickMailboxes = 1,
    };

    public static readonly DeskView DeskInTrouble = Desk with
    {
        Troubles = [new(TroubleKind.StoreCannotWrite, Ago(3)), new(TroubleKind.MailServerAway, Ago(12), 14, "mail.example:587 connection refused")],
        Said = Said.ReplyOnItsWay,
    };

    public static IReadOnlyList<Sample> All => [.. Doors(), .. Tickets(), .. Others()];

    private static IEnumerable<Sample> Doors() =>
    [
        Sample.Of<SignInPage>("sign-in", ("View", new SignInView(null, null, []))),
        Sample.Of<SignInPage>("sign-in-refused", ("View", new SignInView("mara.quast@portal-nord.example", "/tickets", [new(null, "Mailadresse oder Passwort stimmen nicht.")], SignedOut: true))),
        Sample.Of<SignInCodePage>("code", ("View", new SignInCodeView("/tickets", false, []))),
        Sample.Of<SignInCodePage>("code-recovery", ("View", new SignInCodeView(null, true, [new("code", "Der Code stimmt nicht.")]))),
        Sample.Of<SetupPage>("setup", ("View", new SetupView { Refusals = [new("token", "Der Schlüssel stimmt nicht.")] })),
        Sample.Of<SetupPage>("setup-token", ("View", new SetupView { Token = "4f7k29qd8m2xc5tr", Name = "Mara Quast", Email = "mara.quast@portal-nord.example" })),
        Sample.Of<SetupPage>("setup-closed", ("View", new SetupView { Closed = true })),
        Sample.Of<InvitePage>("invite", ("View", new InviteView(true, "tok", "Ingo Brackwede", "ingo@portal-nord.example"))),
        Sample.Of<InvitePage>("invite-invalid", ("View", new InviteView(false))),
        Sample.Of<ErrorPage>("error-404", ("Status", 404)),
        Sample.Of<ErrorPage>("error-403", ("Status", 403)),
        Sample.Of<ErrorPage>("error-429", ("Status", 429)),
        Sample.Of<ErrorPage>("error-500", ("Status", 500), ("Reference", "0HN7-00000012")),
        Sample.Of<ErrorPage>("error-503", ("Status", 503)),
        Sample.Of<Gallery>("gallery"),
    ];

    private static IEnumerable<Sample> Tickets() =>
    [
        Sample.Of<QueuePage>("queue", ("Desk", Desk), ("View", SampleTickets.Queue())),
        Sample.Of<QueuePage>("queue-empty", ("Desk", Desk), ("View", new QueueView { At = QueueAt.Of(Queue.Mine), Total = 0 })),
        Sample.Of<QueuePage>("queue-filtered", ("Desk", DeskInTrouble), ("View", new QueueView { At = QueueAt.OfLevel(2) with { State = TicketState.Snoozed, WithinCommunity = "c1", Order = ListOrder.Oldest }, Communities = [SampleTickets.Portal, SampleTickets.Shop] })),
        Sample.Of<QueueRows>("queue-more", ("View", SampleTickets.More)),
        TicketPage("ticket", Desk, SampleTickets.Ticket()),
        TicketPage("ticket-conflict", Desk, SampleTickets.Ticket(SampleTickets.ComposerInConflict)),
        TicketPage("ticket-refused", DeskInTrouble, SampleTickets.Ticket(SampleTickets.ComposerRefused) with { Refusals = [new(null, "Till Obermann hat das Ticket gerade geändert.")], Assignee = null, Mine = false, Way = [], Team = null, Tags = [] }),
        TicketPage("ticket-reader", Desk, SampleTickets.Ticket() with { Composer = null, State = TicketState.Resolved, FirstUnseen = null }),
        TicketPage("ticket-sealed", Desk, SampleSeals.Ticket),
        Sample.Of<TicketWork>("ticket-frame", ("View", SampleTickets.Ticket())),
        Sample.Of<NewTicketPage>("new-ticket", ("Desk", Desk), ("View", new NewTicketView { Communities = [SampleTickets.Portal, SampleTickets.Shop], Contact = "kein-at", Refusals = [new("contact", "Das ist keine Mailadresse.")] })),
    ];

    private static Sample TicketPage(string name, DeskView desk, TicketView ticket) =>
        Sample.Of<TicketPage>(name, ("Desk", desk), ("Queue", SampleTickets.Queue() with { OpenTicket = ticket.Number }), ("View", ticket));

    private static IEnumerable<Sample> Others() =>
    [
        Sample.Of<ContactPage>("contact", ("Desk", Desk), ("View", Contact)),
        Sample.Of<ParkedListPage>("parked", ("Desk", Desk), ("View", new ParkedListView { Rows = ParkedRows, Next = "p3" })),
        Sample.Of<ParkedListPage>("parked-none", ("Desk", Desk), ("View", new ParkedListView())),
        Sample.Of<ParkedMailPage>("parked-mail", ("Desk", Desk), ("View", Parked)),
        Sample.Of<ParkedMailPage>("parked-done", ("Desk", Desk), ("View", Parked with { Ticket = "10440" })),
        Sample.Of<MailboxesPage>("mailboxes", ("Desk", DeskInTrouble), ("View", Mailboxes)),
        Sample.Of<MailboxesPage>("mailboxes-folder", ("Desk", Desk), ("View", new MailboxesView { Outgoing = new(null, "data/outgoing", 0, 0, Ago(4)) })),
        Sample.Of<MailboxesPage>("mailboxes-agent", ("Desk", Desk), ("View", new MailboxesView { Outgoing = new(null, "", 2, 0, Ago(4)) })),
        Sample.Of<AcknowledgementsPage>("acknowledgements", ("Desk", Desk), ("View", Acknowledgements)),
        Sample.Of<StaffPage>("staff", ("Desk", Desk), ("View", Staff)),
        Sample.Of<NoticesPage>("notices", ("Desk", Desk with { UnreadNotices = 120 }), ("View", Notices)),
        Sample.Of<NoticesPage>("notices-none", ("Desk", Desk), ("View", new NoticesView())),
        Sample.Of<NoticeHabitsPage>("notice-habits", ("Desk", Desk), ("View", new NoticeHabitsView { Habits = new NoticeHabits(), DailyAt = "25:00", Zone = "Europe/Berlin", Email = "mara.quast@portal-nord.example", Refusals = [new("dailyAt", "Bitte eine Uhrzeit wie 08:00 angeben.")] })),
        Sample.Of<MacrosPage>("macros", ("Desk", Desk), ("View", new MacrosView { Macros = [new(Macro, null, true, true), new(Macro with { Id = "m2" }, "Portal Nord", false, false)], Form = new MacroForm { Refusals = [new("name", "Bitte einen Namen angeben.")] }, Communities = [SampleTickets.Portal], Variables = ["number"] })),
        Sample.Of<MacrosPage>("macros-none", ("Desk", Desk), ("View", new MacrosView { Form = new MacroForm { Id = "m1", Name = "Erledigt" } })),
        Sample.Of<MacroRunPage>("macro-run", ("Desk", Desk), ("View", new MacroRunView("10423", "Mitteilung lässt sich nicht versenden", Macro, "1"))),
        Sample.Of<AccountPage>("account", ("Desk", Desk), ("View", Account)),
        Sample.Of<AccountPage>("account-totp", ("Desk", Desk), ("View", Account with { TotpSetup = new("data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 4 4'%3E%3Cpath d='M0 0h2v2H0zM3 1h1v2H3zM1 3h1v1H1z'/%3E%3C/svg%3E", "JBSW Y3DP EHPK 3PXP"), Tokens = [] })),
        Sample.Of<AccountPage>("account-refused", ("Desk", Desk), ("View", Account with { Totp = true, RecoveryCodesLeft = 1, Refusals = [new("totp-password", "Das Passwort stimmt nicht.")] })),
        Sample.Of<AccountPage>("account-codes", ("Desk", Desk), ("View", Account with { Totp = true, RecoveryCodesLeft = 10, RecoveryCodes = ["4f7k-29qd", "8m2x-c5tr", "p9w3-7hjn", "2vbd-k6ys"], NewToken = "lotse_5uDq8hQ2mN4xV7bK1cR9" })),
    ];

    private static readonly MacroItem Macro = new("m1", "Erledigt melden", new TicketSteps { State = Domain.Tickets.TicketState.Resolved, SnoozeHours = 48, Assignee = TicketSteps.Myself, Team = 7, AddTags = ["fertig"], Reply = "Guten Tag,\n\nes ist erledigt.", Note = "Erledigt" }, null, "Technik");

    private static readonly NoticesView Notices = new()
    {
        Tickets = [.. Enum.GetValues<NoticeKind>().Select((kind, i) => new NoticesOfTicket($"{10400 + i}", "Mitteilung lässt sich nicht versenden", TicketState.Open,
            [.. Enum.GetValues<NoticeWhy>().Select((why, n) => new NoticeLine(kind, why, n == 0 ? null : "Till Obermann", Ago(n * 900), n < 2 && i < 3))]))],
        Next = "n1",
    };

    private static readonly ContactView Contact = new()
    {
        Id = "k1", Name = "Jonas Reuth", Organisation = "Kulturverein Altstadt", Since = Ago(900000), TicketCount = 6, Communities = ["Portal Nord"],
        Addresses = [new("jonas.reuth@kulturverein-altstadt.example", Ago(12)), new("j.reuth@example.org", Ago(500000), true, "userunknown")],
        Phones = [new("+494030191234", "10423", Ago(12)), new("+491711234567", null, Ago(9000))],
        Tickets =
        [
            new("10423", "Mitteilung lässt sich nicht versenden", TicketState.Open, 2, "Portal Nord", "Mara Quast", Ago(12)),
            new("10102", "Vorschau zeigt alte Fassung", TicketState.Closed, 1, "Portal Nord", "Till Obermann", Ago(60000)),
            new("8730", "Wie ändere ich das Logo in der Kopfzeile der Mitteilungen?", TicketState.WaitingForCustomer, 1, "Portal Nord", null, Ago(460000)),
        ],
        Next = "t4",
    };

    private static readonly ParkedRow[] ParkedRows =
    [
        new("p1", Ago(40), "hilfe@portal-nord.example", ParkedReason.Unreadable, 48_211, "spool@scanner.example", "Scan 0042"),
        new("p2", Ago(2000), "hilfe@portal-nord.example", ParkedReason.TooDeep, 31_400_000),
        .. Enum.GetValues<ParkedReason>().Select((reason, i) => new ParkedRow($"q{i}", Ago(5000 + i), "laden@werkstatt.example", reason, 900 + i, "someone@example.com")),
    ];

    private static readonly ParkedMailView Parked = new()
    {
        Mail = ParkedRows[0], Cut = true, Communities = [SampleTickets.Portal, SampleTickets.Shop], Contact = "spool@scanner.example", Subject = "Scan 0042",
        Preview = "Return-Path: <spool@scanner.example>\nFrom: spool@scanner.example\nTo: hilfe@portal-nord.example\nSubject: Scan 0042\nContent-Type: multipart/mixed; boundary=\"b\n\n--b\nContent-Type: text/plain\n\n<script>alert(1)</script> Ein Scan \uFFFD\uFFFD\n",
        Refusals = [new(null, "Diese Community gibt es nicht mehr.")],
    };

    private static readonly MailboxesView Mailboxes = new()
    {
        Lmtp = "127.0.0.1:5024",
        Mailboxes =
        [
            new() { Address = "hilfe@portal-nord.example", Community = "Portal Nord", State = MailboxState.Working, Door = "lmtp", LastMail = Ago(3), MailsToday = 214 },
            new() { Address = "laden@werkstatt.example", Community = "Werkstattladen", State = MailboxState.Troubled, Door = "imap", Server = "imap.example:993", LastMail = Ago(2000), MailsToday = 1, ByToken = true, LastError = "TokenGrant: invalid_grant: Token has been expired or revoked.", LastErrorAt = Ago(6), LastOk = Ago(1900) },
            new() { Address = "presse@werkstatt.example", Community = "Werkstattladen", State = MailboxState.Waiting, Door = "http" },
            new() { Address = "alt@werkstatt.example", Community = "Werkstattladen", State = MailboxState.Off, Door = "imap", Server = "imap.example:993" },
        ],
        Outgoing = new("mail.example:587", null, 14, 1, Ago(13), "TokenClient: invalid_client: The secret has expired", Ago(1), Drawing.Now.AddMinutes(4)),
        Senders =
        [
            new("portal-nord.example", "lotse._domainkey.portal-nord.example",
            [
                SenderHints.Spf("portal-nord.example", ["v=spf1 mx -all"], "include:spf.protection.outlook.com"),
                SenderHints.Dkim("lotse._domainkey.portal-nord.example", [], "v=DKIM1; k=rsa; p=" + new string('A', 392)),
                SenderHints.Dmarc("portal-nord.example", "portal-nord.example", ["v=DMARC1; p=none"]),
            ]),
            new("werkstatt.example", null,
            [
                SenderHints.Spf("werkstatt.example", ["v=spf1 mx -all"], null),
                new(SenderRecord.Dkim, SenderFinding.DkimUnsigned, "werkstatt.example"),
                SenderHints.Dmarc("werkstatt.example", "werkstatt.example", null),
            ]),
            new("hafen.example", null, null),
        ],
    };

    private static readonly AcknowledgementsView Acknowledgements = new()
    {
        ToAddress = 5, OfSubject = 2, OfDesk = 1000, Sent = 214, Refusals = [new(null, "Bitte ganze Zahlen.")],
        Communities =
        [
            new("c1", "Portal Nord", true, "Guten Tag,\n\nIhre Anfrage „{{ subject }}“ hat die Nummer {{ number }}.", "Hello,\n\nyour request has the number {{ number }}.", []),
            new("c2", "Werkstattladen", false, "Hallo {{ name }}", "", [new("german-c2", "Der Text nennt etwas, das es nicht gibt.")]),
        ],
    };

    private static readonly StaffView Staff = new()
    {
        Communities = [SampleTickets.Portal, SampleTickets.Shop],
        ChosenCommunities = ["c1"],
        Invite = new("Ingo Brackwede", "https://desk.example/invites/n3k8VQe0p2mTtY6wZrL4", Drawing.Now.AddDays(3)),
        Refusals = [new("email", "Diese Adresse hat schon ein Konto.")],
        Agents =
        [
            new() { Id = "a1", Name = "Mara Quast", Email = "mara.quast@portal-nord.example", Role = AgentRole.Admin, Status = AgentStatus.Active, Totp = true, Self = true },
            new() { Id = "a2", Name = "Till Obermann", Email = "till.obermann@portal-nord.example", Role = AgentRole.Lead, Status = AgentStatus.Active, Communities = [new("c1", "Portal Nord"), new("c2", "Werkstattladen")], Totp = true },
            new() { Id = "a3", Name = "Ingo Brackwede", Email = "ingo@portal-nord.example", Role = AgentRole.Agent, Status = AgentStatus.Invited, Communities = [new("c1", "Portal Nord")] },
            new() { Id = "a5", Name = "Lars Thomsen", Email = "lars@portal-nord.example", Role = AgentRole.Agent, Status = AgentStatus.InviteExpired, Communities = [new("c1", "Portal Nord")] },
            new() { Id = "a4", Name = "Frauke Ellerbrock", Email = "frauke@portal-nord.example", Role = AgentRole.Agent, Status = AgentStatus.Deactivated, Communities = [new("c2", "Werkstattladen")] },
        ],
    };

    private static readonly AccountView Account = new()
    {
        Name = "Mara Quast", Email = "mara.quast@portal-nord.example", Zones = ["Europe/Berlin", "Europe/London", "America/New_York"],
        Tokens = [new("k1", "Auswertung", ["read"], Ago(90000), Ago(20)), new("k2", "Mailserver", ["intake"], Ago(9000), null)],
    };
}
