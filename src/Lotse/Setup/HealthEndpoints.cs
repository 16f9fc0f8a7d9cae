using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Opening;
using Lotse.Adapters.Database.Rows;
using Lotse.Adapters.Database.Writing;
using Lotse.Adapters.Files;
using Lotse.Replies;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Setup;

/// <param name="Failing">The parts that do not work: store-full, store-gone, files-gone, ...; empty where all is well.</param>
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

    /// <summary>Bytes that must be free in the data folder; with less, files and larger mails cannot be taken in.</summary>
    private const long RoomAtLeast = 1024 * 1024;

    private static async Task<IResult> ReadyAsync(
        DeskDatabase database, WriteGate gate, DatabaseLocation location, StoreHealth store, FileStore files, SendingHealth sending, CancellationToken cancel)
    {
        var failing = new List<string>();
        try
        {
            if (store.Trouble is null) await database.Settings.AnyAsync(cancel);
            else await WriteAgainAsync(database, gate, store, cancel);
            if (new DriveInfo(location.Folder).AvailableFreeSpace < RoomAtLeast) failing.Add("store-full");
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            failing.Add(StoreHealth.CodeOf(e) ?? "store-gone");
        }
        if (!await CanReachAsync(files)) failing.Add(StoreHealth.FilesGone);
        IReadOnlyList<string> waiting = sending.Waits is null ? [] : ["mail-server-away"];
        var answer = new HealthJson(failing.Count == 0 ? "ready" : "failing", failing, waiting);
        return TypedResults.Json(answer, statusCode: failing.Count == 0 ? 200 : 503);
    }

    private static async Task<bool> CanReachAsync(FileStore files)
    {
        try
        {
            await Task.Run(files.Ask);
            return true;
        }
        catch (FilesAway)
        {
            return false;
        }
    }

    /// <summary>Whether the store can write again must not depend on traffic: a balancer sends none to who is not ready.</summary>
    private static async Task WriteAgainAsync(DeskDatabase database, WriteGate gate, StoreHealth store, CancellationToken cancel)
    {
        using var pass = await gate.EnterAsync(cancel);
        await database.Settings.Where(setting => setting.Name == Setting.SigningKey)
            .ExecuteUpdateAsync(set => set.SetProperty(setting => setting.Value, setting => setting.Value), cancel);
        store.Wrote();
    }
}
