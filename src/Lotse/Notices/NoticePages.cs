using System.Globalization;
using Lotse.Adapters.Web;
using Lotse.Domain.Notices;
using Lotse.Tickets.Pages;
using Lotse.Ui;
using Lotse.Ui.Layout;

namespace Lotse.Notices;

/// <summary>The doors for people to their notices and to what they want to be told.</summary>
public static class NoticePages
{
    private const int AtOnce = 60;

    public static void MapNoticePages(this IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("").ExcludeFromDescription();
        pages.MapGet(Addresses.Notices, ShowAsync);
        pages.MapGet(Addresses.NoticesLatest, LatestAsync);
        pages.MapPost(Addresses.NoticesReadings, ReadAllAsync);
        pages.MapPost("/tickets/{number:long}/notice-readings", ReadAsync);
        pages.MapGet(Addresses.AccountNotices, async (HttpContext http, Signed signed, ChangeNoticeHabits change, DeskViews desks, CancellationToken cancel) =>
            await HabitsAsync(http, signed, desks, await change.OfAsync(signed.AgentId, cancel), null, [], cancel));
        pages.MapPost(Addresses.AccountNotices, ChangeAsync);
    }

    private static async Task<IResult> ShowAsync(
        HttpContext http, Signed signed, ListNotices list, DeskViews desks, DeskNames names, CancellationToken cancel, string? after = null)
    {
        var known = await names.NowAsync(cancel);
        var last = long.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : (long?)null;
        var notices = await list.RunAsync(signed.Acting, unreadOnly: false, last, AtOnce, cancel);
        var view = new NoticesView
        {
            Tickets = [.. notices.GroupBy(n => n.Number).Select(of => new NoticesOfTicket(
                of.Key.ToString(CultureInfo.InvariantCulture), of.First().Subject, (TicketState)(int)of.First().State,
                [.. of.Select(n => new NoticeLine(n.Kind, n.Why, known.Agent(n.By), n.At, n.ReadAt is null))]))],
            Next = notices.Count == AtOnce ? notices[^1].Id.ToString(CultureInfo.InvariantCulture) : null,
            Older = last is not null,
        };
        return Forms.Page<NoticesPage>(StatusCodes.Status200OK, ("Desk", await desks.ForAsync(http, cancel)), ("View", view));
    }

    /// <summary>For the browser's own notice: nothing of what a customer wrote but the subject, and not that where the person wants it so.</summary>
    private static async Task<IResult> LatestAsync(
        Signed signed, ListNotices list, ChangeNoticeHabits habits, DeskNames names, Viewing viewing, CancellationToken cancel)
    {
        var wants = await habits.OfAsync(signed.AgentId, cancel);
        if (!wants.Browser || await list.RunAsync(signed.Acting, unreadOnly: true, null, 1, cancel) is not [var newest]) return TypedResults.NoContent();
        var said = NoticeWords.Of(viewing.T, newest.Kind, (await names.NowAsync(cancel)).Agent(newest.By));
        var number = newest.Number.ToString(CultureInfo.InvariantCulture);
        return TypedResults.Json(new
        {
            id = newest.Id.ToString(CultureInfo.InvariantCulture),
            title = wants.Discreet ? $"#{number}" : $"#{number} {newest.Subject}",
            text = wants.Discreet ? viewing.T["notices.discreetText"] : said,
            address = Addresses.Ticket(number),
        });
    }

    private static async Task<IResult> ReadAllAsync(HttpContext http, Signed signed, ReadNotices read, CancellationToken cancel)
    {
        await read.AllAsync(signed.Acting, cancel);
        JustSaid.Say(http, Said.NoticesRead);
        return Answers.SeeOther(Addresses.Notices);
    }

    /// <summary>For a page that had been fetched ahead and is looked at now.</summary>
    private static async Task<IResult> ReadAsync(long number, Signed signed, ReadNotices read, CancellationToken cancel) =>
        await read.OfTicketAsync(signed.Acting, number, cancel) ? TypedResults.NoContent() : TypedResults.NotFound();

    private static async Task<IResult> HabitsAsync(
        HttpContext http, Signed signed, DeskViews desks, NoticeHabits habits, string? typed, IReadOnlyList<Refusal> refusals, CancellationToken cancel) =>
        Forms.Page<NoticeHabitsPage>(refusals.Count == 0 ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity, ("Desk", await desks.ForAsync(http, cancel)),
            ("View", new NoticeHabitsView
            {
                Habits = habits,
                DailyAt = typed ?? string.Create(CultureInfo.InvariantCulture, $"{habits.DailyAt / 60:00}:{habits.DailyAt % 60:00}"),
                Zone = signed.Preferences.TimeZone,
                Email = signed.Email,
                Refusals = refusals,
            }));

    private static async Task<IResult> ChangeAsync(HttpContext http, Signed signed, ChangeNoticeHabits change, DeskViews desks, Viewing viewing, CancellationToken cancel)
    {
        var form = await http.Request.ReadFormAsync(cancel);
        var wanted = Read(form);
        if (await change.RunAsync(signed.AgentId, wanted, cancel) is not null)
        {
            var kept = await change.OfAsync(signed.AgentId, cancel);
            return await HabitsAsync(http, signed, desks, wanted with { DailyAt = kept.DailyAt }, form.Field("dailyAt") ?? "", [new Refusal("dailyAt", viewing.T["refused.timeOfDay"])], cancel);
        }
        JustSaid.Say(http, Said.Saved);
        return Answers.SeeOther(Addresses.AccountNotices);
    }

    private static NoticeHabits Read(IFormCollection form)
    {
        var wants = form["wants"].ToHashSet(StringComparer.OrdinalIgnoreCase);
        bool Wants(NoticeKind kind) => wants.Contains(kind.ToString());
        return new NoticeHabits
        {
            CustomerWrote = Wants(NoticeKind.CustomerWrote), Assigned = Wants(NoticeKind.Assigned), Mentioned = Wants(NoticeKind.Mentioned),
            ColleagueReplied = Wants(NoticeKind.ColleagueReplied), ColleagueNoted = Wants(NoticeKind.ColleagueNoted), DeliveryFailed = Wants(NoticeKind.DeliveryFailed),
            SnoozeOver = Wants(NoticeKind.SnoozeOver), StateChanged = Wants(NoticeKind.StateChanged), NewTicket = Wants(NoticeKind.NewTicket),
            Escalated = Wants(NoticeKind.Escalated), Returned = Wants(NoticeKind.Returned), Emergency = Wants(NoticeKind.Emergency),
            Consulted = Wants(NoticeKind.Consulted), ConsultationAnswered = Wants(NoticeKind.ConsultationAnswered), RulePaused = Wants(NoticeKind.RulePaused),
            WatchWhereInvolved = form.Field("watchWhereInvolved") is not null, Browser = form.Field("browser") is not null, Discreet = form.Field("discreet") is not null,
            Mail = Enum.TryParse<NoticeMail>(form.Field("mail"), ignoreCase: true, out var mail) && Enum.IsDefined(mail) ? mail : NoticeMail.Never,
            DailyAt = TimeOnly.TryParseExact(form.Field("dailyAt"), "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var at) ? (at.Hour * 60) + at.Minute : -1,
        };
    }
}
