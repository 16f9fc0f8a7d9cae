using System.Globalization;
using Lotse.Adapters.Database;
using Lotse.Adapters.Web;
using Lotse.Domain.Tickets;
using Lotse.Ui;
using Lotse.Ui.Layout;

namespace Lotse.Tickets.Pages;

/// <summary>A feature's word on what does not work at the moment; asked with every page, so it answers from memory.</summary>
public sealed record TroubleWatch(Func<Trouble?> Look);

/// <summary>What surrounds every page of the signed-in desk, in one statement.</summary>
public sealed class DeskViews(DeskDatabase database, DeskNames names, StoreHealth store, IEnumerable<TroubleWatch> watches)
{
    /// <summary>For an endpoint that needs somebody signed in.</summary>
    public async Task<DeskView> ForAsync(HttpContext http, CancellationToken cancel)
    {
        var signed = Signed.Of(http) ?? throw new InvalidOperationException("The desk is shown to somebody signed in only.");
        var known = await names.NowAsync(cancel);
        var all = (await QueueNumbers.ReadAsync(database, signed.AgentId, cancel)).Where(n => n.CommunityId == 0 || signed.Acting.Sees(n.CommunityId)).ToList();
        var tickets = all.Where(n => n.State >= 0).Select(n => (n.CommunityId, ((Domain.Tickets.TicketState)n.State).Lane(), n.Level, n.Whose, n.Count)).ToList();
        return new DeskView
        {
            Person = PersonOf(signed),
            Queues = [.. Enum.GetValues<Queue>().Select(queue => new QueueCount(queue, tickets.Where(t => IsIn(queue, t.Item2, t.Whose)).Sum(t => t.Count)))],
            Levels = LevelsOf(tickets.Where(t => t.Item2 == Lane.Active).ToLookup(t => t.Level, t => t.Count)),
            Communities = CommunitiesOf(signed, known, tickets.Where(t => t.Item2 == Lane.Active).ToLookup(t => t.CommunityId, t => t.Count)),
            Parked = Other(all, QueueNumbers.ParkedMails),
            SickMailboxes = (int)Other(all, QueueNumbers.SickMailboxes),
            UnreadNotices = Other(all, QueueNumbers.UnreadNotices),
            Troubles = Troubles(Other(all, QueueNumbers.OutgoingMails)),
            Said = JustSaid.Take(http),
        };
    }

    public static DeskPerson PersonOf(Signed signed) =>
        new(signed.AgentId.ToString(CultureInfo.InvariantCulture), signed.Acting.Name, signed.Email, (AgentRole)(int)signed.Acting.Role);

    private static bool IsIn(Queue queue, Lane lane, int whose) => queue switch
    {
        Queue.Mine => lane == Lane.Active && whose == 1,
        Queue.Unassigned => lane == Lane.Active && whose == 0,
        Queue.Open => lane == Lane.Active,
        Queue.Waiting => lane == Lane.Waiting,
        _ => lane == Lane.Done,
    };

    private static List<LevelCount> LevelsOf(ILookup<int, long> open) =>
        [.. Enumerable.Range(0, 4).Where(level => level == 1 || open[level].Sum() > 0).Select(level => new LevelCount(level, open[level].Sum()))];

    private static List<CommunityCount> CommunitiesOf(Signed signed, NamesNow names, ILookup<long, long> open) =>
        [.. names.Communities.Where(c => signed.Acting.Sees(c.Key)).OrderBy(c => c.Value, StringComparer.CurrentCultureIgnoreCase)
            .Select(c => new CommunityCount(c.Key.ToString(CultureInfo.InvariantCulture), c.Value, open[c.Key].Sum()))];

    private static long Other(List<QueueNumber> all, int what) => all.Where(n => n.State == what).Sum(n => n.Count);

    private List<Trouble> Troubles(long outgoing)
    {
        var troubles = watches.Select(watch => watch.Look()).OfType<Trouble>()
            .Select(trouble => trouble.Kind == TroubleKind.MailServerAway ? trouble with { Count = outgoing } : trouble).ToList();
        if (store.Trouble is { } sick) troubles.Insert(0, new Trouble(TroubleKind.StoreCannotWrite, sick.Since, Detail: sick.Code));
        return troubles;
    }
}
