using System.Globalization;
using Lotse.Adapters.Database;
using Lotse.Adapters.Web;
using Lotse.Domain.Communities;
using Lotse.Domain.Tickets;
using Lotse.Tickets.Api;
using Lotse.Tickets.Pages;
using Lotse.Ui;
using Lotse.Ui.Layout;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Tickets.Tagging;

/// <param name="Aliases">Other words for it.</param>
public sealed record TagJson(string Id, string Community, string Name, IReadOnlyList<string> Aliases);

public sealed record TagListJson(IReadOnlyList<TagJson> Items);

public sealed record TagNameJson(string? Name);

/// <param name="Into">The name of the tag that it becomes another word for.</param>
public sealed record TagMergeJson(string? Into);

/// <summary>The doors to tags themselves, for people and for programs.</summary>
public static class TagDoors
{
    private const int AtMost = 3000;

    public static void MapTags(this IEndpointRouteBuilder pages)
    {
        pages.MapGet(Addresses.Tags, (HttpContext http, Signed signed, DeskDatabase database, DeskViews desks, CancellationToken cancel) => ShowAsync(http, signed, database, desks, [], StatusCodes.Status200OK, cancel));
        pages.MapPost("/tags/{id:long}/name", (long id, HttpContext http, Signed signed, ChangeTags change, DeskDatabase database, DeskViews desks, Viewing viewing, CancellationToken cancel) =>
            DoAsync(http, signed, database, desks, viewing, form => change.RenameAsync(signed.Acting, id, form.Field("name"), cancel), cancel));
        pages.MapPost("/tags/{id:long}/merges", (long id, HttpContext http, Signed signed, ChangeTags change, DeskDatabase database, DeskViews desks, Viewing viewing, CancellationToken cancel) =>
            DoAsync(http, signed, database, desks, viewing, form => change.MergeAsync(signed.Acting, id, form.Field("into"), cancel), cancel));
        pages.MapPost("/tags/{id:long}/removal", (long id, HttpContext http, Signed signed, ChangeTags change, DeskDatabase database, DeskViews desks, Viewing viewing, CancellationToken cancel) =>
            DoAsync(http, signed, database, desks, viewing, _ => change.RemoveAliasAsync(signed.Acting, id, cancel), cancel));
    }

    public static void MapTagsApi(this IEndpointRouteBuilder api)
    {
        var tags = api.MapGroup("/tags").WithTags("tags");
        tags.MapGet("", ListAsync).WithName("listTags").WithSummary("Tags of the communities that the caller works for, with other words for them.");
        tags.MapPatch("/{id:long}", (long id, TagNameJson body, Signed signed, ChangeTags change, CancellationToken cancel) => ApiAsync(change.RenameAsync(signed.Acting, id, body.Name, cancel)))
            .WithName("renameTag").WithSummary("Renames a tag; every ticket that has it has it by its new name. Leads and admins only.");
        tags.MapPost("/{id:long}/merges", (long id, TagMergeJson body, Signed signed, ChangeTags change, CancellationToken cancel) => ApiAsync(change.MergeAsync(signed.Acting, id, body.Into, cancel)))
            .WithName("mergeTag").WithSummary("Makes a tag another word for another tag. Leads and admins only.");
        tags.MapDelete("/{id:long}", (long id, Signed signed, ChangeTags change, CancellationToken cancel) => ApiAsync(change.RemoveAliasAsync(signed.Acting, id, cancel)))
            .WithName("removeTagAlias").WithSummary("Takes another word for a tag away. Leads and admins only.");
    }

    private static async Task<List<Tag>> ReadAsync(DeskDatabase database, Acting by, CancellationToken cancel)
    {
        var communities = by.Communities;
        return await database.Tags.Where(t => by.SeesAll || communities.Contains(t.CommunityId)).OrderBy(t => t.Name).Take(AtMost).ToListAsync(cancel);
    }

    private static async Task<IResult> ShowAsync(HttpContext http, Signed signed, DeskDatabase database, DeskViews desks, IReadOnlyList<Refusal> refusals, int status, CancellationToken cancel)
    {
        if (signed.Acting.Role < Role.Lead) return TypedResults.StatusCode(StatusCodes.Status403Forbidden);
        var desk = await desks.ForAsync(http, cancel);
        var tags = await ReadAsync(database, signed.Acting, cancel);
        var aliases = tags.Where(t => t.AliasOfId is not null).ToLookup(t => t.AliasOfId!.Value);
        var view = new TagsView(
            [.. desk.Communities.Select(c => new TagsOfCommunity(new Named(c.Id, c.Name),
                [.. tags.Where(t => Text(t.CommunityId) == c.Id && t.AliasOfId is null).Select(t => new TagRow(Text(t.Id), t.Name, [.. aliases[t.Id].Select(a => new Named(Text(a.Id), a.Name))]))]))],
            refusals);
        return Forms.Page<TagsPage>(status, ("Desk", desk), ("View", view));
    }

    private static async Task<IResult> DoAsync(
        HttpContext http, Signed signed, DeskDatabase database, DeskViews desks, Viewing viewing, Func<IFormCollection, Task<Answer<Tag>>> change, CancellationToken cancel)
    {
        if (signed.Acting.Role < Role.Lead) return TypedResults.StatusCode(StatusCodes.Status403Forbidden);
        var answer = await change(await http.Request.ReadFormAsync(cancel));
        if (answer.Refusal == Refusals.NotFound) return TypedResults.NotFound();
        if (answer.Refusal is { } refusal) return await ShowAsync(http, signed, database, desks, [Forms.Say(viewing.T, refusal)], StatusCodes.Status422UnprocessableEntity, cancel);
        JustSaid.Say(http, Said.Saved);
        return Answers.SeeOther(Addresses.Tags);
    }

    private static async Task<Ok<TagListJson>> ListAsync(Signed signed, DeskDatabase database, CancellationToken cancel)
    {
        var tags = await ReadAsync(database, signed.Acting, cancel);
        var aliases = tags.Where(t => t.AliasOfId is not null).ToLookup(t => t.AliasOfId!.Value, t => t.Name);
        return TypedResults.Ok(new TagListJson([.. tags.Where(t => t.AliasOfId is null).Select(t => new TagJson(Text(t.Id), Text(t.CommunityId), t.Name, [.. aliases[t.Id]]))]));
    }

    private static async Task<Results<NoContent, NotFound, ProblemHttpResult>> ApiAsync(Task<Answer<Tag>> doing)
    {
        var answer = await doing;
        if (answer.Refusal == Refusals.NotFound) return TypedResults.NotFound();
        return answer.Refusal is { } refusal ? TicketsApi.Refused(refusal) : TypedResults.NoContent();
    }

    private static string Text(long id) => id.ToString(CultureInfo.InvariantCulture);
}
