using System.Text.Json;
using Lotse.Adapters.Live;
using Lotse.Adapters.Web;
using Lotse.Ui.Layout;

namespace Lotse.Tickets.Live;

/// <summary>Tells an open page that something changed, never what: the page asks again for itself.</summary>
public static class LivePage
{
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(20);

    /// <summary>After that the browser connects anew, and whoever may no longer come in stays out.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(15);

    public static void MapLive(this IEndpointRouteBuilder pages) => pages.MapGet(Addresses.Live, FollowAsync);

    private static async Task FollowAsync(HttpContext http, Signed signed, JournalTail tail, Presence presence, AgentBell bell, TimeProvider clock, IHostApplicationLifetime life)
    {
        http.Response.ContentType = "text/event-stream";
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers["X-Accel-Buffering"] = "no";
        using var over = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, life.ApplicationStopping);
        // A page that is new names the end of the journal as of its making: nothing falls between its making and the stream's beginning.
        var after = long.TryParse(http.Request.Headers["Last-Event-ID"], out var last) || long.TryParse(http.Request.Query["after"], out last) ? last : (long?)null;
        try
        {
            await http.Response.WriteAsync("retry: 1000\n: here\n\n", over.Token);
            await http.Response.Body.FlushAsync(over.Token);
            await using var entries = tail.FollowAsync(after, over.Token).GetAsyncEnumerator(over.Token);
            await TellAsync(http, signed, entries, presence, bell, clock, over);
        }
        catch (OperationCanceledException)
        {
            // The page is closed, or the desk is stopping.
        }
    }

    private static async Task TellAsync(
        HttpContext http, Signed signed, IAsyncEnumerator<JournalEntry> entries, Presence presence, AgentBell bell, TimeProvider clock, CancellationTokenSource over)
    {
        var start = clock.GetTimestamp();
        var (next, moved, rung) = (entries.MoveNextAsync().AsTask(), presence.NextChange, bell.NextAsync(signed.AgentId));
        while (clock.GetElapsedTime(start) < Longest)
        {
            var first = await Task.WhenAny(next, moved, rung, Task.Delay(Heartbeat, clock, over.Token));
            if (first == moved)
            {
                var ticket = await moved;
                moved = presence.NextChange;
                if (!signed.Acting.Sees(ticket.CommunityId)) continue;
                await http.Response.WriteAsync($"event: presence\ndata: {ticket.Number}\n\n", over.Token); // The page asks who it is, where it has that ticket open.
            }
            else if (first == rung)
            {
                rung = bell.NextAsync(signed.AgentId);
                await http.Response.WriteAsync("data: {\"notice\":true}\n\n", over.Token);
            }
            else if (first == next)
            {
                if (!await next) return;
                var written = await WriteAsync(http, signed, entries.Current, over.Token);
                next = entries.MoveNextAsync().AsTask();
                if (!written || next.IsCompleted) continue;
            }
            else
            {
                over.Token.ThrowIfCancellationRequested();
                await http.Response.WriteAsync(":\n\n", over.Token);
            }
            await http.Response.Body.FlushAsync(over.Token);
        }
        await over.CancelAsync();
        await next;
    }

    private static async Task<bool> WriteAsync(HttpContext http, Signed signed, JournalEntry entry, CancellationToken cancel)
    {
        if (entry.CommunityId is { } community ? !signed.Acting.Sees(community) : !signed.Acting.SeesAll) return false;
        var told = JsonSerializer.Serialize(new { ticket = entry.Number, kind = entry.Kind, journal = entry.Id });
        await http.Response.WriteAsync($"id: {entry.Id}\ndata: {told}\n\n", cancel);
        return true;
    }
}
