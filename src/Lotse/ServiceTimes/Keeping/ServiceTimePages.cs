using System.Globalization;
using Lotse.Adapters.Database;
using Lotse.Adapters.Web;
using Lotse.Domain.ServiceTimes;
using Lotse.Domain.Tickets;
using Lotse.Tickets.Pages;
using Lotse.Tickets.Working;
using Lotse.Ui;
using Lotse.Ui.Language;
using Lotse.Ui.Layout;
using Microsoft.EntityFrameworkCore;

namespace Lotse.ServiceTimes.Keeping;

/// <summary>The doors for leads to when their communities work and what they promise.</summary>
public static class ServiceTimePages
{
    /// <summary>More organisations than a list to choose from is good for.</summary>
    private const int OrganisationsAtMost = 500;

    public static void MapKeepingServiceTimes(this IEndpointRouteBuilder pages)
    {
        pages.MapGet(Addresses.ServiceTimes, ListAsync);
        pages.MapGet("/service-times/{community:long}", ShowAsync);
        pages.MapPost("/service-times/{community:long}", SaveAsync);
    }

    private static async Task<IResult> ListAsync(HttpContext http, Signed signed, DeskDatabase database, DeskNames names, DeskViews desks, CancellationToken cancel)
    {
        if (signed.Acting.Role < Role.Lead) return TypedResults.NotFound();
        var (known, plans) = (await names.NowAsync(cancel), await database.PlansAsync(cancel));
        var view = new ServiceTimesView([.. known.Communities.Where(c => signed.Acting.Sees(c.Key)).OrderBy(c => c.Value, StringComparer.CurrentCulture).Select(c => Of(c.Key, c.Value, plans.GetValueOrDefault(c.Key)?.Plan ?? ServicePlan.None))]);
        return Forms.Page<ServiceTimesPage>(StatusCodes.Status200OK, ("Desk", await desks.ForAsync(http, cancel)), ("View", view));
    }

    private static ServiceTimesCommunity Of(long id, string name, ServicePlan plan) => new(Text(id), name, WeekTyped.Of(plan.Hours).Days, plan.Closed.Place, plan.Promises.Count);

    private static async Task<IResult> ShowAsync(long community, HttpContext http, Signed signed, DeskDatabase database, DeskNames names, DeskViews desks, Viewing viewing, CancellationToken cancel)
    {
        if (signed.Acting.Role < Role.Lead || await FindAsync(community, signed, database, names, viewing.T, cancel) is not { } found) return TypedResults.NotFound();
        return await PageAsync(http, desks, found.View, cancel);
    }

    private static async Task<IResult> SaveAsync(long community, HttpContext http, Signed signed, KeepServicePlan keep, DeskDatabase database, DeskNames names, DeskViews desks, Viewing viewing, TimeProvider clock, CancellationToken cancel)
    {
        if (await FindAsync(community, signed, database, names, viewing.T, cancel) is not { } found) return TypedResults.NotFound();
        var form = await http.Request.ReadFormAsync(cancel);
        var typed = ReadServicePlan.Typed(form);
        var (plan, refusal) = ReadServicePlan.Of(typed, found.Organisations);
        var calendar = (await form.FilesAsync(cancel)).FirstOrDefault(file => file.Bytes.Length > 0)?.Bytes;
        if (plan is { } read) (plan, refusal) = AddDays.To(read, calendar, clock.GetUtcNow());
        var seen = long.TryParse(form.Field("version"), NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : (long?)null;
        refusal ??= (await keep.RunAsync(signed.Acting, community, plan!, seen, cancel)).Refusal;
        if (refusal == Tickets.Refusals.NotFound) return TypedResults.NotFound();
        if (refusal is not null)
        {
            var view = found.View with { Form = typed, Version = seen is { } kept ? Text(kept) : found.View.Version, Refusals = [ServiceTimeRefusals.Say(viewing.T, refusal)] };
            return await PageAsync(http, desks, view, cancel, Forms.StatusOf(refusal));
        }
        JustSaid.Say(http, Said.Saved);
        return Answers.SeeOther(Addresses.ServiceTimesOf(found.View.Community));
    }

    private static async Task<(ServicePlanView View, IReadOnlyDictionary<string, long> Organisations)?> FindAsync(
        long community, Signed signed, DeskDatabase database, DeskNames names, Texts t, CancellationToken cancel)
    {
        var known = await names.NowAsync(cancel);
        if (!signed.Acting.Sees(community) || !known.Communities.ContainsKey(community)) return null;
        var (plan, version) = await database.ServicePlanSeenAsync(community, cancel);
        var named = plan.Promises.Select(row => row.OrganisationId).OfType<long>().ToList();
        var organisations = await database.Organisations.Where(o => o.CommunityId == community).OrderBy(o => named.Contains(o.Id) ? 0 : 1).ThenBy(o => o.Name).Take(OrganisationsAtMost)
            .Select(o => new { o.Id, o.Name }).ToListAsync(cancel);
        IReadOnlyList<Named> owners = [.. known.TeamsOf(community).Select(team => new Named($"team-{Text(team.Key)}", t["serviceTimes.own.team", ("team", team.Value)])),
            .. Enum.GetValues<Level>().Select(level => new Named($"level-{(int)level}", Words.Level(t, (int)level)))];
        var view = new ServicePlanView(Text(community), known.Community(community), ServicePlanForm.Of(plan, organisations.ToDictionary(o => o.Id, o => o.Name)), owners, [.. organisations.Select(o => o.Name)], Text(version), []);
        return (view, organisations.ToDictionary(o => o.Name, o => o.Id, StringComparer.CurrentCultureIgnoreCase));
    }

    private static async Task<IResult> PageAsync(HttpContext http, DeskViews desks, ServicePlanView view, CancellationToken cancel, int status = StatusCodes.Status200OK) =>
        Forms.Page<ServicePlanPage>(status, ("Desk", await desks.ForAsync(http, cancel)), ("View", view));

    private static string Text(long id) => id.ToString(CultureInfo.InvariantCulture);
}
