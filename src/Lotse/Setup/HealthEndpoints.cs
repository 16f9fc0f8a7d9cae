using Lotse.Adapters.Database;
using Lotse.Replies;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Setup;

/// <param name="Failing">The parts that do not work: store-full, store-gone, ...; empty where all is well.</param>
/// <param name="Waiting">What works later by itself, such as mail while its server is away.</param>
public sealed record HealthJson(string Status, IReadOnlyList<string> Failing, IReadOnlyList<string> Waiting);

/// <summary>For balancers and monitoring; asks for no token and tells nothing but what works.</summary>
public static class HealthEndpoints
{
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health/live", () => TypedResults.Ok(new HealthJson("live", [], []))).AllowAnonymous();
        routes.MapGet("/health/ready", ReadyAsync).AllowAnonymous();
    }

    private static async Task<IResult> ReadyAsync(DeskDatabase database, StoreHealth store, SendingHealth sending, CancellationToken cancel)
    {
        var failing = new List<string>();
        try
        {
            await database.Settings.AnyAsync(cancel);
            if (store.Trouble is { } trouble) failing.Add(trouble.Code);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            failing.Add(StoreHealth.CodeOf(e) ?? "store-gone");
        }
        IReadOnlyList<string> waiting = sending.Waits is null ? [] : ["mail-server-away"];
        var answer = new HealthJson(failing.Count == 0 ? "ready" : "failing", failing, waiting);
        return TypedResults.Json(answer, statusCode: failing.Count == 0 ? 200 : 503);
    }
}
