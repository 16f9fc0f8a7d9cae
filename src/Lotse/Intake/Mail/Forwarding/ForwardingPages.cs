using System.Globalization;
using System.Text.Json;
using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Rows;
using Lotse.Adapters.Web;
using Lotse.Domain.Communities;
using Lotse.Tickets.Pages;
using Lotse.Ui;
using Lotse.Ui.Layout;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Intake.Mail.Forwarding;

/// <summary>The page on which admins say whose forwarded mails are customers' mails.</summary>
public static class ForwardingPages
{
    public static void MapForwardingPages(this IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup(Addresses.Forwarding).RequireAuthorization(Signed.Admins).ExcludeFromDescription();
        pages.MapGet("", (HttpContext http, DeskDatabase database, DeskViews desks, CancellationToken cancel) => ShowAsync(http, database, desks, null, cancel));
        pages.MapPost("", ChangeAsync);
    }

    private static async Task<IResult> ShowAsync(HttpContext http, DeskDatabase database, DeskViews desks, Func<ForwardingView, ForwardingView>? change, CancellationToken cancel)
    {
        var trusted = await database.Settings.Where(s => s.Name == Setting.TrustedReceivers).Select(s => s.Value).SingleOrDefaultAsync(cancel) ?? "";
        var communities = await database.Communities.OrderBy(c => c.Name).Select(c => new { c.Id, c.Name, c.Forwards }).ToListAsync(cancel);
        var view = new ForwardingView([.. communities.Select(c => new CommunityForwards(c.Id.ToString(CultureInfo.InvariantCulture), c.Name, Word(c.Forwards)))], trusted, []);
        return Forms.Page<ForwardingPage>(change is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity,
            ("Desk", await desks.ForAsync(http, cancel)), ("View", change?.Invoke(view) ?? view));
    }

    private static async Task<IResult> ChangeAsync(HttpContext http, Signed signed, ChangeForwards changes, DeskDatabase database, DeskViews desks, Viewing viewing, CancellationToken cancel)
    {
        var form = await http.Request.ReadFormAsync(cancel);
        var wanted = new Dictionary<long, ForwardsFrom>();
        foreach (var name in form.Keys.Where(key => key.StartsWith("from-", StringComparison.Ordinal)))
        {
            if (long.TryParse(name.AsSpan(5), NumberStyles.None, CultureInfo.InvariantCulture, out var id) && Enum.TryParse<ForwardsFrom>(form.Field(name), ignoreCase: true, out var from) && Enum.IsDefined(from)) wanted[id] = from;
        }
        var trusted = form.Field("trusted") ?? "";
        if (await changes.RunAsync(wanted, trusted, signed.AgentId, cancel) is not { } refusal)
        {
            JustSaid.Say(http, Said.Saved);
            return Answers.SeeOther(Addresses.Forwarding);
        }
        return await ShowAsync(http, database, desks, view => view with
        {
            Trusted = trusted,
            Refusals = [Forms.Say(viewing.T, refusal)],
            Communities = [.. view.Communities.Select(c => c with { From = form.Field($"from-{c.Id}") ?? c.From })],
        }, cancel);
    }

    private static string Word(ForwardsFrom from) => JsonNamingPolicy.CamelCase.ConvertName(from.ToString());
}
