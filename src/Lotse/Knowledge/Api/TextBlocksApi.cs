using System.Globalization;
using System.Text;
using Lotse.Adapters.Web;
using Lotse.Domain;
using Lotse.Domain.Knowledge;
using Lotse.Knowledge.Filling;
using Lotse.Knowledge.Keeping;
using Lotse.Tickets;
using Lotse.Tickets.Api;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Lotse.Knowledge.Api;

/// <summary>The program's door to text blocks.</summary>
public static class TextBlocksApi
{
    private const int MostAtOnce = 100;

    public static void MapTextBlocksApi(this IEndpointRouteBuilder api)
    {
        api.MapGet("/text-blocks", ListAsync).WithName("listTextBlocks").WithTags("textBlocks").WithSummary("Text blocks by title; retired ones only where their state is asked for.");
        api.MapGet("/text-blocks/{id:long}", ReadAsync).WithName("readTextBlock").WithTags("textBlocks").WithSummary("One text block with its texts.");
        api.MapPost("/text-blocks", CreateAsync).WithName("createTextBlock").WithTags("textBlocks").WithSummary("Makes a text block.");
        api.MapPut("/text-blocks/{id:long}", ChangeAsync).WithName("changeTextBlock").WithTags("textBlocks").WithSummary("Writes a text block anew; the version before is kept.");
        api.MapPost("/text-blocks/{id:long}/retirement", RetireAsync).WithName("retireTextBlock").WithTags("textBlocks").WithSummary("Takes a text block out of use; what was sent stays counted.");
        api.MapGet("/text-blocks/{id:long}/rendered", RenderedAsync).WithName("renderTextBlock").WithTags("textBlocks").WithSummary("A text block filled in for a ticket, in the ticket's language where there is one.");
    }

    private static async Task<Results<Ok<TextBlockListJson>, ProblemHttpResult>> ListAsync(
        string? q, string? community, string? state, string? folder, string? product, string? after, int? limit, Signed signed, ListTextBlocks list, CancellationToken cancel)
    {
        if (state is not null && TextBlockWays.Read(state) is null) return Answers.Problem(400, TextBlockWays.NoWay, "state");
        var filter = new BlockFilter(q, community is null ? null : Id(community) ?? 0, TextBlockWays.Read(state), folder is null ? null : Id(folder) ?? 0, Behind(after), product);
        var page = await list.RunAsync(signed.Acting, filter, Math.Clamp(limit ?? 50, 1, MostAtOnce), cancel);
        return TypedResults.Ok(new TextBlockListJson([.. page.Rows.Select(TextBlockAnswers.Item)], page.More ? After(page.Rows[^1].Title, page.Rows[^1].Id) : null));
    }

    private static async Task<Results<Ok<TextBlockJson>, NotFound>> ReadAsync(long id, Signed signed, TextBlockAnswers answers, CancellationToken cancel) =>
        await answers.ReadAsync(signed.Acting, id, cancel) is { } block ? TypedResults.Ok(block) : TypedResults.NotFound();

    private static async Task<Results<Created<TextBlockJson>, ProblemHttpResult>> CreateAsync(WriteTextBlockJson body, Signed signed, KeepTextBlocks keep, TextBlockAnswers answers, CancellationToken cancel)
    {
        var draft = Read(body);
        if (draft.Refusal is { } unread) return TicketsApi.Refused(unread);
        var answer = await keep.SaveAsync(signed.Acting, null, draft.Value!, null, cancel);
        if (answer.Refusal is { } refusal) return TicketsApi.Refused(refusal);
        return TypedResults.Created($"/api/v1/text-blocks/{answer.Value!.Id}", await answers.ReadAsync(signed.Acting, answer.Value.Id, cancel));
    }

    private static async Task<Results<Ok<TextBlockJson>, NotFound, ProblemHttpResult>> ChangeAsync(
        long id, WriteTextBlockJson body, Signed signed, KeepTextBlocks keep, TextBlockAnswers answers, CancellationToken cancel)
    {
        var draft = Read(body);
        if (draft.Refusal is { } unread) return TicketsApi.Refused(unread);
        return await AnsweredAsync(await keep.SaveAsync(signed.Acting, id, draft.Value!, body.Version, cancel), signed, answers, cancel);
    }

    private static async Task<Results<Ok<TextBlockJson>, NotFound, ProblemHttpResult>> RetireAsync(long id, Signed signed, MoveTextBlock move, TextBlockAnswers answers, CancellationToken cancel) =>
        await AnsweredAsync(await move.RunAsync(signed.Acting, id, TextBlockState.Retired, null, cancel), signed, answers, cancel);

    private static async Task<Results<Ok<FilledBlockJson>, NotFound>> RenderedAsync(long id, long ticket, Signed signed, FillTextBlock fill, CancellationToken cancel)
    {
        var zone = TimeZoneInfo.TryFindSystemTimeZoneById(signed.Preferences.TimeZone, out var own) ? own : TimeZoneInfo.Utc;
        if (await fill.RunAsync(signed.Acting, ticket, id, zone, cancel) is not { } filled) return TypedResults.NotFound();
        return TypedResults.Ok(new FilledBlockJson(TextBlockAnswers.Text(filled.Id), filled.Title, filled.Language, filled.Wanted, filled.Html, filled.Text, filled.Missing, [.. filled.Files.Select(TextBlockAnswers.File)]));
    }

    private static async Task<Results<Ok<TextBlockJson>, NotFound, ProblemHttpResult>> AnsweredAsync(
        Answer<Adapters.Database.Rows.TextBlock> answer, Signed signed, TextBlockAnswers answers, CancellationToken cancel)
    {
        if (answer.Refusal == Refusals.NotFound) return TypedResults.NotFound();
        return answer.Refusal is { } refusal ? TicketsApi.Refused(refusal) : TypedResults.Ok((await answers.ReadAsync(signed.Acting, answer.Value!.Id, cancel))!);
    }

    private static Answer<BlockDraft> Read(WriteTextBlockJson body)
    {
        if (body.State is not null && TextBlockWays.Read(body.State) is null) return new Refusal(TextBlockWays.NoWay, "state");
        foreach (var (name, id) in (ReadOnlySpan<(string, string?)>)[("community", body.Community), ("folder", body.Folder), ("owner", body.Owner)])
        {
            if (id is not null && Id(id) is null) return new Refusal("id-not-right", name);
        }
        if ((body.Files ?? []).Any(file => file?.Name is null || file.Content is null)) return new Refusal("file-not-right", "files");
        return new BlockDraft((body.Title ?? "").Trim(), Id(body.Community), Id(body.Folder), string.IsNullOrWhiteSpace(body.Shortcut) ? null : body.Shortcut.Trim(), string.IsNullOrWhiteSpace(body.Product) ? null : body.Product.Trim(),
            Id(body.Owner), body.ReviewAt, TextBlockWays.Read(body.State) ?? TextBlockState.Published, (body.Texts ?? new Dictionary<string, string?>()).ToDictionary(t => t.Key, t => t.Value ?? "", StringComparer.Ordinal))
        {
            NewFiles = [.. (body.Files ?? []).Select(file => new WrittenFile(file.Name, file.ContentType ?? "application/octet-stream", file.Content))],
            WithoutFiles = [.. (body.WithoutFiles ?? []).Select(Id).OfType<long>()],
        };
    }

    private static long? Id(string? typed) => long.TryParse(typed, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;

    /// <summary>Where a page ends, for programs to hand back as it is.</summary>
    private static string After(string title, long id) => $"{id}.{Convert.ToHexStringLower(Encoding.UTF8.GetBytes(title))}";

    private static (string, long)? Behind(string? after)
    {
        if (after?.Split('.') is not [var id, { Length: <= 2000 } title] || Id(id) is not { } known || title.Length % 2 != 0 || !title.All(char.IsAsciiHexDigit)) return null;
        return (Encoding.UTF8.GetString(Convert.FromHexString(title)), known);
    }
}
