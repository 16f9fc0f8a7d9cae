using System.Globalization;
using Lotse.Adapters.Database;
using Lotse.Adapters.Web;
using Lotse.Domain.Replies.Automatic;
using Lotse.Tickets.Pages;
using Lotse.Ui;
using Lotse.Ui.Language;
using Lotse.Ui.Layout;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Intake.Mail.Acknowledging;

/// <summary>The page on which admins say what the desk answers by itself.</summary>
public static class AcknowledgementPages
{
    public static void MapAcknowledgementPages(this IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup(Addresses.Acknowledgements).RequireAuthorization(Signed.Admins).ExcludeFromDescription();
        pages.MapGet("", (HttpContext http, DeskDatabase database, DeskViews desks, TimeProvider clock, CancellationToken cancel) => ShowAsync(http, database, desks, clock, null, cancel));
        pages.MapPost("/{community:long}", ChangeAsync);
        pages.MapPost("/caps", CapAsync);
    }

    private static async Task<IResult> ShowAsync(
        HttpContext http, DeskDatabase database, DeskViews desks, TimeProvider clock, Func<AcknowledgementsView, AcknowledgementsView>? change, CancellationToken cancel)
    {
        var caps = await AutomaticMailCounts.CapsAsync(database, cancel);
        var view = new AcknowledgementsView
        {
            Communities = [.. (await database.Communities.OrderBy(c => c.Name).ToListAsync(cancel)).Select(c => new CommunityAcknowledgement(
                Text(c.Id), c.Name, c.Acknowledges, c.AcknowledgementGerman ?? Texts.German["acknowledgement.words"], c.AcknowledgementEnglish ?? Texts.English["acknowledgement.words"], []))],
            ToAddress = caps.ToAddress,
            OfSubject = caps.OfSubject,
            OfDesk = caps.OfDesk,
            Sent = await AutomaticMailCounts.OfDesk(database, clock.GetUtcNow() - AutomaticCaps.Window, 100_000).CountAsync(cancel),
        };
        var status = change is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity;
        return Forms.Page<AcknowledgementsPage>(status, ("Desk", await desks.ForAsync(http, cancel)), ("View", change?.Invoke(view) ?? view));
    }

    private static async Task<IResult> ChangeAsync(
        long community, HttpContext http, Signed signed, ChangeAcknowledgements changes, DeskDatabase database, DeskViews desks, TimeProvider clock, Viewing viewing, CancellationToken cancel)
    {
        var form = await http.Request.ReadFormAsync(cancel);
        var wish = new AcknowledgementWish(form.Field("on") is not null, form.Field("german"), form.Field("english"));
        // Words that nobody has changed stay the desk's own, and get better with it.
        var kept = wish with { German = Own(wish.German, Texts.German), English = Own(wish.English, Texts.English) };
        if (await changes.RunAsync(community, kept, signed.AgentId, cancel) is not { } refusal) return Done(http);
        if (refusal.Code == ChangeAcknowledgements.Unknown) return TypedResults.NotFound();
        return await ShowAsync(http, database, desks, clock, view => view with
        {
            Communities = [.. view.Communities.Select(c => c.Id != Text(community) ? c
                : c with { On = wish.On, German = wish.German ?? "", English = wish.English ?? "", Refusals = [Forms.Say(viewing.T, refusal)] })],
        }, cancel);
    }

    private static async Task<IResult> CapAsync(
        HttpContext http, Signed signed, ChangeAcknowledgements changes, DeskDatabase database, DeskViews desks, TimeProvider clock, Viewing viewing, CancellationToken cancel)
    {
        var form = await http.Request.ReadFormAsync(cancel);
        var caps = new AutomaticCaps(Number(form, "toAddress"), Number(form, "ofSubject"), Number(form, "ofDesk"));
        if (await changes.RunAsync(caps, signed.AgentId, cancel) is not { } refusal) return Done(http);
        return await ShowAsync(http, database, desks, clock, view => view with { Refusals = [Forms.Say(viewing.T, refusal)] }, cancel);
    }

    private static SeeOther Done(HttpContext http)
    {
        JustSaid.Say(http, Said.Saved);
        return Answers.SeeOther(Addresses.Acknowledgements);
    }

    private static string? Own(string? typed, Texts texts) => typed?.ReplaceLineEndings("\n").Trim() == texts["acknowledgement.words"] ? null : typed;

    private static int Number(IFormCollection form, string name) =>
        int.TryParse(form.Field(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;

    private static string Text(long id) => id.ToString(CultureInfo.InvariantCulture);
}
