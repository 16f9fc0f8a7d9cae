using System.Text.Json;
using Lotse.Adapters.Live;
using Lotse.Adapters.Web;
using Lotse.Ui.Layout;

namespace Lotse.Tickets.Pages;

/// <summary>Tells an open page that something changed, never what: the page asks again for itself.</summary>
public static class LivePage
{
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(20);

    /// <summary>After that the browser connects anew, and whoever may no longer come in stays out.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(15);

    public static void MapLive(this IEndpointRouteBuilder pages) => pages.MapGet(Addresses.Live, FollowAsync);

    private static async Task FollowAsync(HttpContext http, Signed signed, JournalTail tail, TimeProvider clock, AgentBell bell, IHostApplicationLifetime life)
    {
        http.Response.ContentType = "text/event-stream";
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers["X-Accel-Buffering"] = "no";
        using var over = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, life.ApplicationStopping);
        var (start, after) = (clock.GetTimestamp(), long.TryParse(http.Request.Headers["Last-Event-ID"], out var last) ? last : (long?)null);
        try
        {
            await http.Response.WriteAsync("retry: 1000\n: here\n\n", over.Token);
            await http.Response.Body.FlushAsync(over.Token);
            await using var entries = tail.FollowAsync(after, over.Token).GetAsyncEnumerator(over.Token);
            var (next, rung) = (entries.MoveNextAsync().AsTask(), bell.NextAsync(signed.AgentId));
            while (clock.GetElapsedTime(start) < Longest)
            {
                if (await Task.WhenAny(next, rung, Task.Delay(Heartbeat, clock, over.Token)) != next)
                {
                    over.Token.ThrowIfCancellationRequested();
                    await http.Response.WriteAsync(rung.IsCompleted ? "data: {\"notice\":true}\n\n" : ":\n\n", over.Token);
                    if (rung.IsCompleted) rung = bell.NextAsync(signed.AgentId);
                }
                else
                {
                    if (!await next) return;
                    var written = await WriteAsync(http, signed, entries.Current, over.Token);
                    next = entries.MoveNextAsync().AsTask();
                    if (!written || next.IsCompleted) continue;
                }
                await http.Response.Body.FlushAsync(over.Token);
            }
            await over.CancelAsync();
            await next;
        }
        catch (OperationCanceledException)
        {
            // The page is closed, or the desk is stopping.
        }
    }

    private static async Task<bool> WriteAsync(HttpContext http, Signed signed, JournalEntry entry, CancellationToken cancel)
    {
        if (entry.CommunityId is { } community ? !signed.Acting.Sees(community) : !signed.Acting.SeesAll) return false;
        var told = JsonSerializer.Serialize(new { ticket = entry.Number, kind = entry.Kind, journal = entry.Id });
        await http.Response.WriteAsync($"id: {entry.Id}\ndata: {told}\n\n", cancel);
        return true;
    }
}
