using Lotse.Adapters.Database;
using Lotse.Adapters.Web;
using Lotse.Domain.Routing.Learning;
using Lotse.Tickets;
using Lotse.Tickets.Api;
using Lotse.Tickets.Pages;
using Lotse.Tickets.Responsible;
using Lotse.Ui.Layout;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Routing.Table;

/// <param name="For">Corrections in which the word spoke for it; <paramref name="Against"/>: for something else.</param>
public sealed record LearnedWordJson(string Word, int For, int Against);

public sealed record LearnedJson(IReadOnlyList<LearnedWordJson> Items);

public sealed record ForgottenJson(int Corrections);

/// <summary>The doors to what corrections have taught.</summary>
public static class LearnedDoors
{
    internal static void MapLearned(this IEndpointRouteBuilder pages)
    {
        pages.MapPost("/responsibilities/categories/{id:long}/forgetting", (long id, HttpContext http, Signed signed, ForgetLearned forget, CancellationToken cancel) => ForgetAsync(id, http, signed, forget, cancel));
        pages.MapPost("/responsibilities/categories/spam/forgetting", (HttpContext http, Signed signed, ForgetLearned forget, CancellationToken cancel) => ForgetAsync(null, http, signed, forget, cancel));
    }

    internal static void MapLearnedApi(this IEndpointRouteBuilder api)
    {
        api.MapGet("/categories/{id:long}/learned", ReadAsync).WithTags("routing").WithName("learnedWords").WithSummary("The words by which a product or a topic is told since somebody corrected it.");
        api.MapDelete("/categories/{id:long}/learned", DropAsync).WithTags("routing").WithName("forgetLearned").WithSummary("Forgets what was learned of a product or a topic. Leads and admins only.");
    }

    private static async Task<IResult> ForgetAsync(long? id, HttpContext http, Signed signed, ForgetLearned forget, CancellationToken cancel)
    {
        var form = await http.Request.ReadFormAsync(cancel);
        if (TableViews.Id(form.Field("community")) is not { } community) return TypedResults.NotFound();
        var answer = await forget.RunAsync(signed.Acting, community, id, cancel);
        return answer.Refusal is null ? Forms.Saved(http, $"{Addresses.Categories}?community={form.Field("community")}") : answer.Refusal == Refusals.NotFound ? TypedResults.NotFound() : TypedResults.Forbid();
    }

    private static async Task<Results<Ok<LearnedJson>, NotFound>> ReadAsync(long id, Signed signed, DeskDatabase database, RoutingNow routing, CancellationToken cancel)
    {
        if (await database.Categories.VisibleTo(signed.Acting).SingleOrDefaultAsync(c => c.Id == id, cancel) is not { } category) return TypedResults.NotFound();
        var words = (await routing.TableAsync(database, cancel)).Learned.WordsOf(category.CommunityId, (LearnedKind)(int)category.Kind, id);
        return TypedResults.Ok(new LearnedJson([.. words.Select(one => new LearnedWordJson(one.Word, one.For, one.Against))]));
    }

    private static async Task<Results<Ok<ForgottenJson>, NotFound, ProblemHttpResult>> DropAsync(long id, Signed signed, DeskDatabase database, ForgetLearned forget, CancellationToken cancel)
    {
        if (await database.Categories.VisibleTo(signed.Acting).Where(c => c.Id == id).Select(c => (long?)c.CommunityId).SingleOrDefaultAsync(cancel) is not { } community) return TypedResults.NotFound();
        var answer = await forget.RunAsync(signed.Acting, community, id, cancel);
        if (answer.Refusal == Refusals.NotFound) return TypedResults.NotFound();
        return answer.Refusal is { } refusal ? TicketsApi.Refused(refusal) : TypedResults.Ok(new ForgottenJson(answer.Value));
    }
}
