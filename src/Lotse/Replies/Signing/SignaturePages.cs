using System.Globalization;
using Lotse.Adapters.Database;
using Lotse.Adapters.Web;
using Lotse.Domain.Communities;
using Lotse.Tickets.Pages;
using Lotse.Ui;
using Lotse.Ui.Layout;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Replies.Signing;

/// <summary>The page on which admins say what stands below answers.</summary>
public static class SignaturePages
{
    public static void MapSignaturePages(this IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup(Addresses.Signatures).RequireAuthorization(Signed.Admins).ExcludeFromDescription();
        pages.MapGet("", (HttpContext http, Signed signed, DeskDatabase database, DeskViews desks, CancellationToken cancel) =>
            ShowAsync(http, signed, database, desks, StatusCodes.Status200OK, null, cancel));
        pages.MapPost("/{community:long}", ChangeAsync);
    }

    private static async Task<IResult> ShowAsync(
        HttpContext http, Signed signed, DeskDatabase database, DeskViews desks, int status, Func<Community, CommunitySignatures?>? typed, CancellationToken cancel)
    {
        var communities = await database.Communities.OrderBy(c => c.Name).ToListAsync(cancel);
        var view = new SignaturesView([.. communities.Select(c => typed?.Invoke(c) ?? Make(c, c.SignatureDe, c.SignatureEn, signed.Acting.Name))]);
        return Forms.Page<SignaturesPage>(status, ("Desk", await desks.ForAsync(http, cancel)), ("View", view));
    }

    /// <summary>Saves, or only shows what it would look like.</summary>
    private static async Task<IResult> ChangeAsync(
        long community, HttpContext http, Signed signed, ChangeSignatures changes, DeskDatabase database, DeskViews desks, Viewing viewing, CancellationToken cancel)
    {
        var form = await http.Request.ReadFormAsync(cancel);
        var (german, english, version, looks) = (form.Field("german"), form.Field("english"), form.Field("version"), form.Field("then") == "preview");
        var refusals = looks ? ChangeSignatures.Refusals(german, english) : await changes.RunAsync(community, german, english, version, signed.AgentId, cancel);
        if (refusals is [(_, { Code: ChangeSignatures.Unknown }), ..]) return TypedResults.NotFound();
        if (refusals.Count == 0 && !looks)
        {
            JustSaid.Say(http, Said.Saved);
            return Answers.SeeOther(Addresses.Signatures);
        }
        var said = refusals.Select(one => one.Refusal == Tickets.Refusals.Changed ? new Refusal(null, viewing.T["refused.changedSince"])
            : Forms.Say(viewing.T, one.Refusal) with { Field = $"{(one.Language == "de" ? "german" : "english")}-{Text(community)}" }).ToList();
        return await ShowAsync(http, signed, database, desks, refusals.Count == 0 ? StatusCodes.Status200OK : Forms.StatusOf(refusals[0].Refusal), c => c.Id != community ? null
            : Make(c, german, english, signed.Acting.Name) with { German = german ?? "", English = english ?? "", Unsaved = true, Version = version ?? ChangeSignatures.VersionOf(c), Refusals = said }, cancel);
    }

    private static CommunitySignatures Make(Community community, string? german, string? english, string agent) => new(
        Text(community.Id), community.Name, german ?? "", english ?? "", Shown(community, german, agent), Shown(community, english, agent), false, ChangeSignatures.VersionOf(community), []);

    private static string? Shown(Community community, string? text, string agent) =>
        ChangeSignatures.Text(text) is { } words && Signature.Check(words) is null ? Signature.Fill(words, community.Name, agent) : null;

    private static string Text(long id) => id.ToString(CultureInfo.InvariantCulture);
}
