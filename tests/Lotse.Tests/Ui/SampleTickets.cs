using Lotse.Tickets;
using Lotse.Tickets.Finding;
using Lotse.Tickets.Queues;
using Lotse.Tickets.Reading;
using Lotse.Tickets.Writing;
using Lotse.Ui;
using Lotse.Ui.Layout;
using TicketRow = Lotse.Tickets.Queues.TicketRow;

namespace Lotse.Tests.Ui;

/// <summary>Tickets to draw: every kind of entry, long and short texts, German and English.</summary>
public static class SampleTickets
{
    public static readonly Named Me = new("a1", "Mara Quast");
    public static readonly Named Colleague = new("a2", "Till Obermann");
    public static readonly Named Portal = new("c1", "Portal Nord");
    public static readonly Named Shop = new("c2", "Werkstattladen");

    private static DateTimeOffset Ago(double minutes) => Drawing.Now.AddMinutes(-minutes);

    public static QueueView Queue(QueueAt? at = null) => new()
    {
        At = at ?? QueueAt.Of(Lotse.Ui.Layout.Queue.Open),
        Total = 1284,
        Communities = [Portal, Shop],
        Next = "k7",
        Rows =
        [
            Row("10431", "Bildupload bricht bei 80 % ab", "Käthe Lindqvist", "Seit dem Wochenende kann ich keine Bilder über 5 MB mehr hochladen, der Balken bleibt stehen.", 3, TicketState.New, 1, unread: true),
            Row("10423", "Mitteilung lässt sich nicht versenden", "Jonas Reuth", "Die Einladung ist für Donnerstag, es eilt also etwas. Gespeichert ist alles.", 12, TicketState.Open, 2, Me, unread: true) with { Priority = TicketPriority.High },
            Row("10430", "Invoice shows the wrong VAT rate", "Emily Clarke", "Our invoice 2026-1184 shows 19 % although we gave you our VAT id in March.", 31, TicketState.Open, 1, Colleague),
            Row("10418", "Anmeldung für alle Redaktionen gestört", "Leitstelle Redaktionssysteme Verbund Nordwest e. V.", "Wir können uns seit 8 Uhr nicht mehr anmelden, es betrifft mindestens vierzig Personen.", 74, TicketState.WaitingForThirdParty, 3, Colleague) with { Priority = TicketPriority.Urgent },
            Row("10402", "Re: Re: Kommentar gelöscht, Begründung fehlt", "Sören Dörfler", "Danke, das hilft mir schon weiter. Eine Frage habe ich noch:", 190, TicketState.WaitingForCustomer, 1, Me),
            Row("10377", "", "noreply-sender@example.net", "", 1300, TicketState.Open, 1) with { DeliveryFailed = true },
            Row("10371", "Rechnung doppelt erhalten", "Buchhaltung Friesenhof", "Wir haben die Rechnung vom 3. zweimal bekommen. Welche gilt?", 2900, TicketState.Resolved, 1, Me),
            Row("10209", "Passwort zurücksetzen geht nicht: der Link ist nach einer Minute abgelaufen, auch im anderen Browser", "Ayşe Yıldız", "Ich habe es dreimal versucht.", 18000, TicketState.Snoozed, 0, Colleague),
            Row("9874", "Kündigung zum Jahresende", "Bernd Aßmus", "Hiermit kündige ich fristgerecht.", 600000, TicketState.Closed, 1, Colleague),
        ],
    };

    /// <summary>The page of rows that the cursor of <see cref="Queue"/> leads to.</summary>
    public static QueueView More => Queue() with { After = "k7", Next = null, Rows = [.. Queue().Rows.Select((row, i) => row with { Number = $"{8000 - i}" })] };

    private static TicketRow Row(string number, string subject, string contact, string snippet, double minutes, TicketState state, int level, Named? assignee = null, bool unread = false) => new()
    {
        Number = number, Subject = subject, Contact = contact, Snippet = snippet, State = state, Level = level,
        Assignee = assignee, Mine = assignee == Me, At = Ago(minutes), Unread = unread,
    };

    public static TicketView Ticket(ComposerView? composer = null) => new()
    {
        Number = "10423",
        Subject = "Mitteilung lässt sich nicht versenden",
        State = TicketState.Open,
        Priority = TicketPriority.High,
        Level = 2,
        Way = [new LevelStep(1, TimeSpan.FromMinutes(8)), new LevelStep(2, null)],
        Community = Portal,
        Team = new Named("t1", "Technik"),
        Assignee = Me,
        Mine = true,
        Me = Me.Id,
        Tags = ["versand", "anhang"],
        Version = 7,
        Contact = Contact,
        Assignable = [Me, Colleague, new Named("a3", "Ingo Brackwede")],
        From = QueueAt.Of(Lotse.Ui.Layout.Queue.Open),
        History = History,
        FirstUnseen = "m9",
        Composer = composer ?? Composer,
    };

    public static readonly ContactCard Contact = new()
    {
        Id = "k1", Name = "Jonas Reuth", Organisation = "Kulturverein Altstadt", Addresses = ["jonas.reuth@kulturverein-altstadt.example", "j.reuth@example.org"], TicketCount = 6,
        Failing = [new("j.reuth@example.org", Ago(500000), "userunknown")], Phones = [new("+494030191234", Ago(12)), new("+491711234567", null)],
        Others =
        [
            new TicketLink("10102", "Vorschau zeigt alte Fassung", TicketState.Closed, 1, Ago(60000)),
            new TicketLink("9921", "Adressliste einspielen", TicketState.Resolved, 2, Ago(160000)),
            new TicketLink("8730", "Wie ändere ich das Logo in der Kopfzeile der Mitteilungen?", TicketState.Closed, 1, Ago(460000)),
        ],
    };

    public static readonly ComposerView Composer = new()
    {
        From = "hilfe@portal-nord.example",
        To = "Jonas Reuth <jonas.reuth@kulturverein-altstadt.example>",
        Failing = [new("jonas.reuth@kulturverein-altstadt.example", Ago(90), "userunknown")],
        LastSeen = "m9",
        Answers = new AnsweredMail("m9", new Party("Jonas Reuth", "jonas.reuth@kulturverein-altstadt.example"), Ago(12), "Hallo Frau Quast,\n\nder Anhang ist 14 MB groß. Kann es daran liegen?"),
    };

    public static readonly ComposerView ComposerInConflict = Composer with
    {
        Reply = "Guten Tag Herr Reuth,\n\nkönnen Sie mir sagen, wie groß der Anhang ist?",
        Conflict = new Conflict(["Jonas Reuth"], Ago(1), "m9"),
    };

    public static readonly ComposerView ComposerRefused = Composer with
    {
        To = "jonas.reuth@kulturverein-altstadt.example", Cc = "chefin@example.com, presse@example.com", Outsiders = ["chefin@example.com", "presse@example.com"],
        Reply = "Guten Tag Herr Reuth,", OnNote = false, Note = "Rückruf zugesagt.",
        Refusals = [new Refusal("files", "Zusammen mehr als 25 MB.")],
    };

    private static readonly Party Customer = new("Jonas Reuth", "jonas.reuth@kulturverein-altstadt.example");
    private static readonly Party Desk = new("Portal Nord", "hilfe@portal-nord.example");

    public static readonly IReadOnlyList<HistoryEntry> History =
    [
        new EventEntry { Id = "e1", At = Ago(1500), What = new TicketOpened("mail", "hilfe@portal-nord.example"), Why = new Why(WhyCode.NoReference) },
        new EventEntry { Id = "e2", At = Ago(1500), What = new TicketRouted("language:de", "7", "Till Obermann", null, null, null, Lotse.Domain.Routing.RoutedBecause.Responsible, [], "opened"), Why = new Why(WhyCode.MailboxOfCommunity, "hilfe@portal-nord.example") },
        new EventEntry { Id = "e3", At = Ago(1480), What = new TicketAssigned("Till Obermann", true), By = "Till Obermann" },
        new MessageEntry
        {
            Id = "m1", At = Ago(1501), Outgoing = false, From = Customer, To = [Desk], Cc = [new Party("", "vorstand@kulturverein-altstadt.example")],
            Visible = "Guten Morgen,\n\nseit heute früh bleibt die Seite nach dem Klick auf „Versenden“ weiß. Gespeichert ist die Mitteilung, nur raus geht sie nicht. Das ist die Einladung für Donnerstag, es eilt also etwas.\n\nBeste Grüße\nJonas Reuth",
            Signature = "--\nKulturverein Altstadt\nMarktplatz 4", HasHtml = true, Why = new Why(WhyCode.NoReference),
            Files = [new FileView("f1", "Bildschirmfoto 2026-11-19 um 08.12.33.png", 412_300, "image/png"), new FileView("f2", "Einladung Donnerstag (endgültige Fassung, mit Anfahrt und Programm).pdf", 14_180_000, "application/pdf")],
        },
        new NoteEntry { Id = "n1", At = Ago(1470), Author = "Till Obermann", Text = "Mit dem Kunden durchgespielt: Vorschau lädt, beim Versenden weiße Seite. Nach Neustart gleich. Firefox unter Windows 11, Anhang 14 MB." },
        new EventEntry { Id = "e4", At = Ago(1469), What = new TicketRouted("", "8", "Mara Quast", null, "Till Obermann", "Till Obermann", Lotse.Domain.Routing.RoutedBecause.Deputy, [new NotThere("Till Obermann", Ago(-4000), false)], "absence") },
        new MessageEntry
        {
            Id = "m2", At = Ago(1440), Outgoing = true, From = Desk, Author = "Mara Quast", To = [Customer],
            Visible = "Guten Tag Herr Reuth,\n\nwir haben den Fehler nachvollzogen und arbeiten daran. Ihre Mitteilung ist sicher gespeichert. Sie hören spätestens morgen um 11 Uhr wieder von uns.\n\nMara Quast\nPortal Nord",
            Quoted = "Am 19. November schrieb Jonas Reuth:\n> Guten Morgen,", HasHtml = true, Delivery = new DeliveryView(DeliveryState.Sent, Ago(1439)),
            Reports =
            [
                new(MessageSort.Delayed, "jonas.reuth@kulturverein-altstadt.example", "expired", Ago(1437)), new(MessageSort.ReadReceipt, "jonas.reuth@kulturverein-altstadt.example", null, Ago(1400)),
                new(MessageSort.ReadReceipt, "jonas.reuth@kulturverein-altstadt.example", "delivered", Ago(1401)), new(MessageSort.Complaint, "", null, Ago(1399)),
            ],
        },
        new EventEntry { Id = "e5", At = Ago(1440), What = new StateChanged(TicketState.Open, TicketState.WaitingForCustomer), By = "Mara Quast", Why = new Why(WhyCode.SentWithState) },
        new MessageEntry
        {
            Id = "m3", At = Ago(1438), Outgoing = false, Sort = MessageSort.AutoReply, From = new Party("", "vorstand@kulturverein-altstadt.example"), To = [Desk],
            Visible = "Ich bin bis zum 24. November nicht im Haus.", Why = new Why(WhyCode.OurMessageId), Problems = ["charset-guessed"],
        },
        new MessageEntry
        {
            Id = "m3b", At = Ago(1438), Outgoing = true, Sort = MessageSort.AutoReply, From = Desk, To = [Customer], Visible = "Guten Tag,\n\nIhre Anfrage ist angekommen und hat die Nummer 10423.",
            Why = new Why(WhyCode.Acknowledged), Delivery = new DeliveryView(DeliveryState.Sent, Ago(1438)),
        },
        new EventEntry { Id = "e6b", At = Ago(1438), What = new NotAcknowledged(Lotse.Domain.Intake.WhyNoAnswer.SubjectCap) },
        new EventEntry { Id = "e6", At = Ago(1438), What = new AutomaticMailRecorded("vorstand@kulturverein-altstadt.example"), Why = new Why(WhyCode.AutomaticMail) },
        new MessageEntry
        {
            Id = "m4", At = Ago(200), Outgoing = true, From = Desk, Author = "Mara Quast", To = [Customer, new Party("", "vorstnad@kulturverein-altstadt.example")], Visible = "Kurzer Zwischenstand: die Ursache ist gefunden.",
            Delivery = new DeliveryView(DeliveryState.Bounced, Ago(199), "vorstnad@kulturverein-altstadt.example", "userunknown"),
        },
        new EventEntry { Id = "e7", At = Ago(199), What = new DeliveryFailed("vorstnad@kulturverein-altstadt.example") },
        new MessageEntry
        {
            Id = "m9", At = Ago(12), Outgoing = false, From = Customer, To = [Desk], HasHtml = true, HtmlFirst = true,
            Visible = "Hallo Frau Quast,\n\nder Anhang ist 14 MB groß. Kann es daran liegen?", Why = new Why(WhyCode.SignedReplyAddress),
            PossibleMatch = new PossibleMatch("10102", "Vorschau zeigt alte Fassung", new Why(WhyCode.SameSubjectAndSender)),
        },
        new MessageEntry
        {
            Id = "m10", At = Ago(2), Outgoing = true, From = Desk, Author = "Till Obermann", To = [Customer], Visible = "Ja, genau daran. Die Grenze liegt bei 10 MB.",
            Delivery = new DeliveryView(DeliveryState.Queued, null, null, "mail.example: connection refused", Drawing.Now.AddMinutes(4)),
        },
    ];
}
