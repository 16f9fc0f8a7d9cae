using System.Globalization;
using Lotse.Adapters.Database;
using Lotse.Adapters.Web;
using Lotse.Ui;
using Lotse.Ui.Layout;

namespace Lotse.Tickets.Pages;

/// <summary>A feature's word on what does not work at the moment; asked with every page, so it answers from memory.</summary>
public sealed record TroubleWatch(Func<Trouble?> Look);

/// <summary>What surrounds every page of the signed-in desk, in one statement.</summary>
public sealed class DeskViews(DeskDatabase database, DeskNames names, StoreHealth store, IEnumerable<TroubleWatch> watches, TimeProvider clock)
{
    /// <summary>For an endpoint that needs somebody signed in.</summary>
    public async Task<DeskView> ForAsync(HttpContext http, CancellationToken cancel)
    {
        var signed = Signed.Of(http) ?? throw new InvalidOperationException("The desk is shown to somebody signed in only.");
        var known = await names.NowAsync(cancel);
        var all = (await QueueNumbers.ReadAsync(database, signed.AgentId, signed.Acting.SeesAll, clock.GetUtcNow(), cancel))
            .Where(n => n.CommunityId == 0 || signed.Acting.Sees(n.CommunityId)).ToList();
        var tickets = all.Where(n => n.State >= 0).Select(Counted).ToList();
        var active = tickets.Where(t => t.IsActive).ToList();
        return new DeskView
        {
            Person = PersonOf(signed),
            Queues = [.. Enum.GetValues<Queue>().Where(queue => queue != Queue.Team || Other(all, QueueNumbers.OwnTeams) > 0).Select(queue => new QueueCount(queue,
                queue == Queue.Overdue ? Other(all, QueueNumbers.OverdueTickets) : tickets.Sum(t => In(queue, t))))],
            Levels = LevelsOf(active.ToLookup(t => t.Level, t => t.Count)),
            Communities = CommunitiesOf(signed, known, active.ToLookup(t => t.Community)),
            Counted = tickets,
            Views = [.. all.Where(n => n.State == QueueNumbers.SavedView).OrderBy(n => n.Level).ThenBy(n => n.Count)
                .Select(n => new RailView(n.Count.ToString(CultureInfo.InvariantCulture), n.Name ?? "", n.Query ?? "", n.Mine == 1))],
            BulkRun = all.Find(n => n.State == QueueNumbers.BulkRun)?.Count.ToString(CultureInfo.InvariantCulture),
            Parked = Other(all, QueueNumbers.ParkedMails),
            SickMailboxes = (int)Other(all, QueueNumbers.SickMailboxes),
            Problems = Other(all, QueueNumbers.UnsolvedProblems),
            UnreadNotices = Other(all, QueueNumbers.UnreadNotices),
            News = Other(all, QueueNumbers.UnreadNews),
            Consultations = Other(all, QueueNumbers.OpenConsultations),
            Troubles = Troubles(signed, Other(all, QueueNumbers.OutgoingMails)),
            Said = JustSaid.Take(http),
        };
    }

    public static DeskPerson PersonOf(Signed signed) =>
        new(signed.AgentId.ToString(CultureInfo.InvariantCulture), signed.Acting.Name, signed.Email, (AgentRole)(int)signed.Acting.Role);

    private static CountedTickets Counted(QueueNumber n) => new(
        n.CommunityId.ToString(CultureInfo.InvariantCulture), (Ui.TicketState)n.State, n.Level, n.Count, n.Mine, n.Nobodys, n.Team);

    /// <summary>What is put aside is not counted at all, and what is overdue is counted by itself.</summary>
    internal static long In(Queue queue, CountedTickets t) => queue switch
    {
        Queue.Mine when t.IsActive => t.Mine,
        Queue.Team when t.IsActive => t.Team,
        Queue.Unassigned when t.IsActive => t.Nobodys,
        Queue.Open when t.IsActive => t.Count,
        Queue.Waiting when t is { IsActive: false, IsDone: false, State: not Ui.TicketState.Snoozed } => t.Count,
        Queue.Snoozed when t.State == Ui.TicketState.Snoozed => t.Count,
        Queue.Done when t.IsDone => t.Count,
        _ => 0,
    };

    private static List<LevelCount> LevelsOf(ILookup<int, long> open) =>
        [.. Enumerable.Range(0, 4).Where(level => level == 1 || open[level].Sum() > 0).Select(level => new LevelCount(level, open[level].Sum()))];

    private static List<CommunityCount> CommunitiesOf(Signed signed, NamesNow names, ILookup<string, CountedTickets> open) =>
        [.. names.Communities.Where(c => signed.Acting.Sees(c.Key)).OrderBy(c => c.Value, StringComparer.CurrentCultureIgnoreCase)
            .Select(c => (Id: c.Key.ToString(CultureInfo.InvariantCulture), Name: c.Value))
            .Select(c => new CommunityCount(c.Id, c.Name, open[c.Id].Sum(t => t.Count), LevelsOf(open[c.Id].ToLookup(t => t.Level, t => t.Count))))];

    private static long Other(List<QueueNumber> all, int what) => all.Where(n => n.State == what).Sum(n => n.Count);

    /// <summary>Which mail server it is, is for admins.</summary>
    private List<Trouble> Troubles(Signed signed, long outgoing)
    {
        var troubles = watches.Select(watch => watch.Look()).OfType<Trouble>()
            .Select(trouble => trouble.Kind == TroubleKind.MailServerAway ? trouble with { Count = outgoing, Detail = signed.IsAdmin ? trouble.Detail : null } : trouble).ToList();
        if (store.Trouble is { } sick) troubles.Insert(0, new Trouble(TroubleKind.StoreCannotWrite, sick.Since, Detail: sick.Code));
        return troubles;
    }
}
