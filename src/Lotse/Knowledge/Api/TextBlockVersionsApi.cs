using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Rows;
using Lotse.Adapters.Web;
using Lotse.Domain.Knowledge;
using Lotse.Knowledge.Keeping;
using Lotse.Tickets;
using Lotse.Tickets.Api;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Lotse.Knowledge.Api;

public sealed record TextBlockVersionItemJson(int Version, DateTimeOffset At, PersonJson? By, string Title, string State);

/// <param name="Next">For the parameter before; null on the last page.</param>
public sealed record TextBlockVersionListJson(IReadOnlyList<TextBlockVersionItemJson> Items, int? Next);

/// <summary>A text block as it once was: by names, which may have changed since.</summary>
public sealed record TextBlockVersionJson(
    int Version, DateTimeOffset At, PersonJson? By, string Title, string? Shortcut, string? Product, string? Community, string? Folder, string? Owner, DateTimeOffset? ReviewAt, string State,
    IReadOnlyDictionary<string, string> Texts, IReadOnlyList<string> Files);

/// <param name="Kind">same, added or removed.</param>
public sealed record ComparedWordsJson(string Kind, string Text);

/// <param name="Field">title, shortcut, state and so on; or texts. and a language. Texts are compared by their plain words.</param>
public sealed record ComparedFieldJson(string Field, IReadOnlyList<ComparedWordsJson> Parts)
{
    public static ComparedFieldJson Of(string field, IReadOnlyList<DifferencePart> parts) => new(field, [.. parts.Select(part => new ComparedWordsJson(
        part.Kind switch { DifferenceKind.Added => "added", DifferenceKind.Removed => "removed", _ => "same" }, part.Text))]);
}

/// <param name="From">The version it is compared with.</param>
/// <param name="Fields">Those that differ.</param>
public sealed record ComparedVersionsJson(int From, int To, IReadOnlyList<ComparedFieldJson> Fields);

/// <summary>The program's door to how text blocks once were.</summary>
public static class TextBlockVersionsApi
{
    private const int MostAtOnce = 100;

    public static void MapTextBlockVersionsApi(this IEndpointRouteBuilder api)
    {
        var versions = api.MapGroup("/text-blocks/{id:long}/versions").WithTags("textBlocks");
        versions.MapGet("", ListAsync).WithName("listTextBlockVersions").WithSummary("Versions of a text block, newest first.");
        versions.MapGet("/{version:int}", ReadAsync).WithName("readTextBlockVersion").WithSummary("A text block as it was in one version.");
        versions.MapGet("/{version:int}/comparison", CompareAsync).WithName("compareTextBlockVersions").WithSummary("What a version changed against the one before it, or against the one that is named.");
    }

    private static async Task<Results<Ok<TextBlockVersionListJson>, NotFound>> ListAsync(long id, int? before, int? limit, Signed signed, ListTextBlocks list, DeskDatabase database, CancellationToken cancel)
    {
        var count = Math.Clamp(limit ?? 50, 1, MostAtOnce);
        if (await list.VersionsAsync(signed.Acting, id, before, count + 1, cancel) is not { } rows) return TypedResults.NotFound();
        var people = await People.LoadAsync(database, cancel);
        return TypedResults.Ok(new TextBlockVersionListJson(
            [.. rows.Take(count).Select(row => (row, Content: BlockContent.Read(row.Content))).Select(one => new TextBlockVersionItemJson(one.row.Version, one.row.At, ToJson.Person(people.Agent(one.row.AgentId)), one.Content.Title, one.Content.State))],
            rows.Count > count ? rows[count - 1].Version : null));
    }

    private static async Task<Results<Ok<TextBlockVersionJson>, NotFound>> ReadAsync(long id, int version, Signed signed, ListTextBlocks list, DeskDatabase database, CancellationToken cancel)
    {
        if (await FindAsync(id, version, signed, list, cancel) is not { } row) return TypedResults.NotFound();
        var (people, was) = (await People.LoadAsync(database, cancel), BlockContent.Read(row.Content));
        return TypedResults.Ok(new TextBlockVersionJson(
            row.Version, row.At, ToJson.Person(people.Agent(row.AgentId)), was.Title, was.Shortcut, was.Product, was.Community, was.Folder, was.Owner, was.ReviewAt, was.State, was.Texts, was.Files));
    }

    private static async Task<Results<Ok<ComparedVersionsJson>, NotFound>> CompareAsync(long id, int version, int? from, Signed signed, ListTextBlocks list, CancellationToken cancel)
    {
        if (await FindAsync(id, version, signed, list, cancel) is not { } newer) return TypedResults.NotFound();
        // The first version is compared with itself.
        if (await FindAsync(id, from ?? Math.Max(version - 1, 1), signed, list, cancel) is not { } older) return TypedResults.NotFound();
        return TypedResults.Ok(new ComparedVersionsJson(older.Version, newer.Version, [.. BlockDifferences.Between(BlockContent.Read(older.Content), BlockContent.Read(newer.Content)).Select(one => ComparedFieldJson.Of(one.Field, one.Parts))]));
    }

    private static async Task<TextBlockVersion?> FindAsync(long id, int version, Signed signed, ListTextBlocks list, CancellationToken cancel) =>
        version == int.MaxValue ? null : (await list.VersionsAsync(signed.Acting, id, version + 1, 1, cancel))?.Find(row => row.Version == version);
}
