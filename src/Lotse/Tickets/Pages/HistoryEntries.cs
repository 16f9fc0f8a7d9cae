using System.Globalization;
using Lotse.Adapters.Database;
using Lotse.Domain.Intake;
using Lotse.Domain.Intake.Mail.Forwards;
using Lotse.Domain.Knowledge.Procedures;
using Lotse.Domain.Levels;
using Lotse.Domain.Notices;
using Lotse.Domain.Problems;
using Lotse.Domain.Retention;
using Lotse.Domain.Routing;
using Lotse.Domain.Rules;
using Lotse.Domain.ServiceTimes;
using Lotse.Domain.Tickets;
using Lotse.Domain.Tickets.Moving;
using Lotse.Tickets.Involving;
using Lotse.Tickets.Reading;
using Lotse.Tickets.Responsible;
using Lotse.Tickets.Snoozing;
using Lotse.Ui;
using Facts = Lotse.Domain.Tickets;
using DeliveryState = Lotse.Ui.DeliveryState;

namespace Lotse.Tickets.Pages;

/// <summary>Messages, notes and events in the order in which the journal has them.</summary>
internal sealed class HistoryEntries(Acting acting, Ticket ticket, IReadOnlyList<Facts.Message> messages, ILookup<string, TicketLine> lines, NamesNow names)
{
    private readonly Dictionary<long, Facts.Message> _waiting = messages.ToDictionary(m => m.Id);
    private readonly Dictionary<long, string> _senders = messages.ToDictionary(m => m.Id, m => m.FromAddress);
    private readonly ILookup<long, TicketLine> _mails = lines[TicketLines.Mail].ToLookup(line => line.Who);
    private readonly Dictionary<long, Facts.DeliveryFailed> _failures = [];
    private readonly Dictionary<long, MailForwarded> _forwards = [];
    private readonly HashSet<long> _planned = [];
    private readonly ActingFor _acting = new();
    private List<Facts.Message> _joined = [];
    private IReadOnlyList<Mentionable>? _people;
    private ILookup<long, ReportReceived> _reports = Array.Empty<ReportReceived>().ToLookup(r => r.MessageId);

    public IReadOnlyList<HistoryEntry> All()
    {
        var entries = new List<(DateTimeOffset At, HistoryEntry Entry)>();
        var read = lines[TicketLines.Fact].OrderBy(line => line.Id).Select(line => (Line: line, Fact: Told(line))).ToList();
        foreach (var failed in read.Select(r => r.Fact).OfType<Facts.DeliveryFailed>()) _failures[failed.MessageId] = failed;
        _planned.UnionWith(read.Select(r => r.Fact).OfType<Facts.ReplyScheduled>().Select(f => f.MessageId));
        foreach (var forwarded in read.Select(r => r.Fact).OfType<MailForwarded>()) _forwards[forwarded.MessageId] = forwarded;
        _reports = read.Select(r => r.Fact).OfType<ReportReceived>().ToLookup(r => r.MessageId);
        var joins = read.Select(r => r.Fact).OfType<MessagesJoined>().Select(f => f.At).ToHashSet();
        var told = read.Where(r => !IsOfAJoin(r.Fact, joins)).Select(r => MessageOf(r.Fact)).ToHashSet();
        _joined = [.. messages.Where(m => !told.Contains(m.Id)).OrderBy(m => m.Id)];
        foreach (var (line, fact) in read)
        {
            _acting.Follow(fact);
            if (!IsOfAJoin(fact, joins) && EntryOf(line, fact, read) is { } entry) entries.Add((line.Time, entry));
        }
        foreach (var message in _joined) entries.Insert(PlaceOf(message, entries), (message.At, Of(message, null, null)));
        return [.. entries.Select(entry => entry.Entry)];
    }

    /// <summary>What came from a joined ticket has no fact here. Ids are given out as mails are read, so it stands before the first message that was read
    /// later, and in any case before the event that joined it.</summary>
    private static int PlaceOf(Facts.Message message, List<(DateTimeOffset At, HistoryEntry Entry)> entries)
    {
        var at = entries.FindIndex(e => e.Entry is EventEntry { What: MatchConfirmed or TicketJoined }
            ? e.At >= message.At
            : e.Entry is MessageEntry or NoteEntry && long.Parse(e.Entry.Id, CultureInfo.InvariantCulture) > message.Id);
        return at < 0 ? entries.Count : at;
    }

    /// <summary>The newest message that a join brought is told of once more, so that a finished ticket wakes up.</summary>
    private static bool IsOfAJoin(TicketFact? fact, HashSet<DateTimeOffset> joins) => fact is MessageReceived { Why: PlacedBy.Agent } f && joins.Contains(f.At);

    /// <summary>The message that a fact of this ticket tells of; null for other facts.</summary>
    private static long? MessageOf(TicketFact? fact) => fact switch
    {
        MessageReceived f => f.MessageId,
        MailRecorded f => f.MessageId,
        ReplyWritten f => f.MessageId,
        Acknowledged f => f.MessageId,
        AutomaticReplyWritten f => f.MessageId,
        NoteWritten f => f.MessageId,
        _ => null,
    };

    private HistoryEntry? EntryOf(TicketLine line, TicketFact? fact, List<(TicketLine Line, TicketFact? Fact)> all)
    {
        switch (fact)
        {
            case null: return null;
            case MessageReceived f: return Take(f.MessageId, f.Why, all.Select(a => a.Fact).OfType<PossibleMatchFound>().LastOrDefault());
            case MailRecorded { MessageId: { } id } f: return Take(id, f.Why, null);
            case ReplyWritten f: return Take(f.MessageId, null, null);
            case Acknowledged f: return Take(f.MessageId, null, null);
            case AutomaticReplyWritten f: return Take(f.MessageId, null, null) is MessageEntry entry ? entry with { Why = new Why(WhyCode.RuleWrote) } : null;
            case NoteWritten f: return Take(f.MessageId, null, null);
            default: break;
        }
        if (Happening(fact, line) is not { } what) return null;
        return new EventEntry { Id = $"j{line.Id}", At = line.Time, What = what, By = _acting.Name(names, line.Who), Why = WhyOf(fact) };
    }

    private HistoryEntry? Take(long messageId, PlacedBy? by, PossibleMatchFound? match) => _waiting.Remove(messageId, out var message) ? Of(message, by, match) : null;

    private Happened? Happening(TicketFact fact, TicketLine line) => OfRelation(fact) ?? OfState(fact) ?? RoutedEvents.Of(fact, names) ?? fact switch
    {
        Facts.TicketOpened { Door: SplitFrom.Door } => null,
        Facts.TicketOpened { Door: "api" or "agent" } f => new Reading.TicketOpened(f.Door),
        Facts.TicketOpened => new Reading.TicketOpened("mail", names.Mailboxes.GetValueOrDefault(ticket.MailboxId)),
        Facts.TicketAssigned { To: { } to } => new Reading.TicketAssigned(names.Agent(to) ?? "", to == line.Who),
        Facts.TicketAssigned { From: { } from } => new TicketUnassigned(names.Agent(from) ?? ""),
        Facts.PriorityChanged f => new Reading.PriorityChanged((TicketPriority)(int)f.To),
        Facts.TagsChanged f => new Reading.TagsChanged(f.Added, f.Removed),
        Facts.ReplyScheduled => new ReplyPlanned(),
        Facts.ReplyTakenBack f => new Reading.ReplyTakenBack(f.Because == Domain.Replies.TakeBackReply.CustomerWrote),
        TicketEscalated f => new HandedUp((int)f.To, f.Emergency),
        TicketAccepted f => new HandOverTaken((int)f.Level),
        NextTimeAnswered f => new NextTimeSaid(f.Below),
        TicketReturned f => new HandedBack((int)f.To, f.With == "answer"),
        LevelConsulted f => new ColleagueConsulted(f.Level is { } level ? (int)level : null, names.Agent(f.Asked)),
        ConsultationSaid f => new ConsultationWords(f.Answers),
        ConsultationClosed => new ConsultationEnded(),
        ProcedureStarted => new ProcedureWalked(null),
        ProcedureEnded f => new ProcedureWalked(f.Outcome),
        RuleRan f => new RuleWorked(RuleOf(f.RuleId), f.Name, false),
        RulePaused f => new RuleWorked(RuleOf(f.RuleId), f.Name, true),
        LevelBegunAnew f => new LevelAnew((int)f.To),
        PromiseWarned f => new PromiseTime(f.Kind, PromiseTold.Near),
        PromiseOverdue f => new PromiseTime(f.Kind, PromiseTold.Passed),
        PromiseLongOverdue f => new PromiseTime(f.Kind, PromiseTold.LongPassed),
        TeamChanged f => new TeamGiven(TeamName(f.From), TeamName(f.To)),
        SubjectChanged f => new TicketRenamed(f.From),
        MessageRedacted f => new MessageBlackedOut(_senders.GetValueOrDefault(f.MessageId, ""), f.Passages, f.Files),
        Facts.DeliveryFailed f => new Reading.DeliveryFailed(f.Recipient),
        Facts.DeliveryRetried f => new Reading.DeliveryRetried(string.Join(", ", messages.FirstOrDefault(m => m.Id == f.MessageId)?.To.Select(to => to.Address) ?? [])),
        SealReadAgain f => new MailReadAgain(_senders.GetValueOrDefault(f.MessageId, ""), f.Opened),
        MailForwarded f => new CustomerMailForwarded(ByOf(f).Name.Length > 0 ? $"{f.ByName} <{f.By}>" : f.By, f.Original, f.How == ForwardedAs.Attachment, f.Check == SenderCheck.Passed),
        ForwardNotBelieved f => new ForwardDoubted(f.By),
        AcknowledgementWithheld f => new NotAcknowledged(f.Why),
        AutomaticReplyWithheld f => new RuleKeptSilent(f.Why),
        MailRecorded { MessageId: null } f => new AutomaticMailRecorded(f.From),
        _ => null,
    };

    /// <summary>Communities are walls: of one that whoever reads does not work for they read no name, neither its own nor those it has given.</summary>
    private TicketFact? Told(TicketLine line) => FactNames.Read(line.Name, line.Data) is TicketFact fact ? OverTheWall.Told(fact, line.Count, acting) as TicketFact : null;

    private string CommunityOf(long id) => acting.Sees(id) ? names.Community(id) : OverTheWall.Untold;

    private static Happened? OfState(TicketFact fact) => fact switch
    {
        Facts.StateChanged { To: Facts.TicketState.Snoozed, SnoozedUntil: { } until } => new TicketSnoozed(until),
        Facts.StateChanged { Because: WakeTickets.Because } => new TicketWoken(),
        Facts.StateChanged { From: Facts.TicketState.Resolved or Facts.TicketState.Closed, To: Facts.TicketState.Open } => new TicketReopened(),
        Facts.StateChanged f => new Reading.StateChanged((Ui.TicketState)(int)f.From, (Ui.TicketState)(int)f.To),
        TicketArchived => new PutAway(false),
        TicketAnonymised => new PutAway(true),
        TicketMarkedSpam => new SpamMarked(true),
        TicketUnmarkedSpam => new SpamMarked(false),
        _ => null,
    };

    /// <summary>What happened between this ticket and others.</summary>
    private Happened? OfRelation(TicketFact fact) => fact switch
    {
        MessagesJoined { Matched: false } f => new TicketJoined(TicketViews.Text(f.FromNumber)),
        TicketMerged f => new TicketBecamePart(TicketViews.Text(f.IntoNumber)),
        MergeUndone f => new MergeTakenBack(TicketViews.Text(f.FromNumber)),
        MessagesLeft { Split: false } f => new MergeTakenBack(TicketViews.Text(f.ToNumber)),
        // The new ticket had no number yet when that was written down.
        MessagesLeft f => new MessagesSplitOff(f.Count, lines[TicketLines.Link].FirstOrDefault(l => l.Id == f.ToTicketId) is { } other ? $"#{TicketViews.Text(other.Who)}" : "–"),
        SplitFrom f => new TicketSplitOff(TicketViews.Text(f.FromNumber)),
        TicketLinked f => new LinkChanged(TicketViews.Text(f.OtherNumber), true),
        TicketUnlinked f => new LinkChanged(TicketViews.Text(f.OtherNumber), false),
        TicketJoinedProblem f => new Reading.ProblemChanged(f.Title, true),
        TicketLeftProblem f => new Reading.ProblemChanged(f.Title, false),
        CommunityChanged f => new TicketMoved(CommunityOf(f.FromCommunityId), CommunityOf(f.ToCommunityId)),
        MessagesJoined f => new MatchConfirmed(_joined.LastOrDefault(m => m.Kind == MessageKind.Incoming && m.At <= f.At)?.FromAddress ?? ""),
        PossibleMatchSettled { Belongs: false } => new MatchRejected(_senders.Values.FirstOrDefault() ?? ""),
        _ => null,
    };

    /// <summary>Rules are for leads.</summary>
    private string? RuleOf(long id) => acting.Role >= Role.Lead && id > 0 ? TicketViews.Text(id) : null;

    private string? TeamName(long? id) => id is { } known ? names.Teams.GetValueOrDefault(known) : null;

    private static Why? WhyOf(TicketFact fact) => fact switch
    {
        RuleRan { Because: "" } => new Why(WhyCode.RuleAlways),
        RuleRan f => new Why(WhyCode.RuleHeld, f.Because),
        Facts.StateChanged { Because: "customer-wrote" } => new Why(WhyCode.CustomerAnswered),
        MailForwarded { How: ForwardedAs.Attachment } => new Why(WhyCode.ForwardedAsFile),
        MailForwarded => new Why(WhyCode.ForwardedAsText),
        Facts.StateChanged { Because: "replied" } => new Why(WhyCode.SentWithState),
        Facts.StateChanged { Because: "taken-back" } => new Why(WhyCode.TakenBack),
        _ => null,
    };

    private Why? WhyOf(PlacedBy? by) => by switch
    {
        PlacedBy.SignedAddress => new Why(WhyCode.SignedReplyAddress),
        PlacedBy.SignedMessageId => new Why(WhyCode.OurMessageId),
        PlacedBy.KnownMessageId => new Why(WhyCode.KnownReference),
        PlacedBy.SubjectNumber => new Why(WhyCode.SubjectNumber, $"[#{ticket.Number}]"),
        PlacedBy.Forwarded => new Why(WhyCode.ForwardedAsText),
        PlacedBy.Nothing => new Why(WhyCode.NoReference),
        _ => null,
    };

    private HistoryEntry Of(Facts.Message message, PlacedBy? by, PossibleMatchFound? match)
    {
        var (id, files) = (TicketViews.Text(message.Id), message.Attachments.Where(a => !a.Inline).Select(FileOf).ToList());
        if (message.Kind == MessageKind.Note) return new NoteEntry { Id = id, At = message.At, Author = _acting.Name(names, message.AuthorId ?? 0) ?? (message.FromName.Length > 0 ? message.FromName : message.FromAddress), ByMail = message.FromAddress.Length > 0 ? message.FromAddress : null, Text = message.Text, Named = NamedIn(message.Text), Files = files };
        var visible = message.Visible ?? message.Text;
        return new MessageEntry
        {
            Id = id,
            At = message.At,
            Outgoing = message.Kind == MessageKind.Outgoing,
            From = new Party(message.FromName, message.FromAddress),
            To = [.. message.To.Select(PartyOf)],
            Cc = [.. message.Cc.Select(PartyOf)],
            Author = message.Kind == MessageKind.Outgoing ? _acting.Name(names, message.AuthorId ?? 0) : null,
            Sort = SortOf(message.MailKind),
            Visible = visible,
            Quoted = message.Quoted ?? "",
            Signature = message.Signature ?? "",
            HasHtml = message.HasHtml,
            HtmlFirst = message.HasHtml && (string.IsNullOrWhiteSpace(visible) || (message.Kind == MessageKind.Outgoing && message.Attachments.Any(a => a.Inline))),
            Files = files,
            Delivery = DeliveryOf(message),
            Reports = [.. _reports[message.Id].Select(r => new MailReport(SortOf(r.Kind), r.Address, r.Reason, r.At))],
            Why = message.IsAutomatic ? new Why(WhyCode.Acknowledged) : WhyOf(by),
            ForwardedBy = _forwards.TryGetValue(message.Id, out var forwarded) ? ByOf(forwarded) : null,
            PossibleMatch = match is null ? null : MatchOf(match),
            Problems = message.Problems?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [],
            Seal = message.Seal,
            RedactedAt = message.RedactedAt,
            MayRedact = acting.Role >= Role.Lead && message.Delivery != Facts.DeliveryState.Queued,
            HasRaw = message.RawMailId is not null,
        };
    }

    private List<NamedThere> NamedIn(string note) => note.Contains('@', StringComparison.Ordinal)
        ? [.. Mentions.In(note, _people ??= NamedPeople.Of(names, ticket.CommunityId, activeOnly: false)).Select(m => new NamedThere(TicketViews.Text(m.AgentId), m.Start, m.Length))]
        : [];

    private static Party ByOf(MailForwarded forwarded) => new(forwarded.ByName, forwarded.By);

    private PossibleMatch? MatchOf(PossibleMatchFound match) => lines[TicketLines.Match].FirstOrDefault() is { } other
        ? new PossibleMatch(TicketViews.Text(other.Who), other.Name, WhyOf(match.Why) ?? new Why(WhyCode.SenderIsNotParticipant))
        : null;

    private DeliveryView? DeliveryOf(Facts.Message message)
    {
        if (message.Delivery is not { } state) return null;
        var mail = _mails[message.Id].FirstOrDefault(line => line.State == (state == Facts.DeliveryState.Queued ? 0 : 2));
        var failed = _failures.GetValueOrDefault(message.Id);
        return state switch
        {
            Facts.DeliveryState.Sent => new DeliveryView(DeliveryState.Sent, message.At),
            Facts.DeliveryState.Queued when message.SendAt is { } leaves && mail is { Count: 0 } && leaves == mail.Time => new DeliveryView(DeliveryState.Queued, Leaves: leaves, Planned: _planned.Contains(message.Id)),
            Facts.DeliveryState.Queued => new DeliveryView(DeliveryState.Queued, Reason: Said(mail?.Data), NextTry: mail is { Count: > 0 } ? mail.Time : null),
            _ => new DeliveryView((DeliveryState)(int)state, failed?.At, failed?.Recipient ?? mail?.Name, Said(failed?.Reason ?? mail?.Data)),
        };
    }

    private static string? Said(string? words) => string.IsNullOrWhiteSpace(words) ? null : words;

    private static FileView FileOf(Attachment file) => new(TicketViews.Text(file.Id), file.Name, file.Size, file.ContentType, file.RemovedAt);

    private static Party PartyOf(MailName name) => new(name.Name, name.Address);

    private static MessageSort SortOf(MailKind kind) => kind switch
    {
        MailKind.AutoReply => MessageSort.AutoReply,
        MailKind.Bounce => MessageSort.Bounce,
        MailKind.Delayed => MessageSort.Delayed,
        MailKind.ReadReceipt => MessageSort.ReadReceipt,
        MailKind.List => MessageSort.List,
        MailKind.Calendar => MessageSort.Calendar,
        MailKind.FeedbackReport => MessageSort.Complaint,
        _ => MessageSort.Human,
    };
}
