using System.Text.Json;
using Lotse.Adapters.Live;
using Lotse.Adapters.Web;
using Lotse.Ui.Layout;
using Microsoft.AspNetCore.Http.Features;

namespace Lotse.Tickets.Live;

/// <summary>Tells an open page that something changed, never what: the page asks again for itself.</summary>
public static class LivePage
{
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(20);

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
            var listener = new Listener(signed, http.Features.GetRequiredFeature<AskAgain>(), tail, clock);
            await TellAsync(http, listener, entries, presence, bell, clock, over);
        }
        catch (OperationCanceledException)
        {
            // The page is closed, or the desk is stopping.
        }
    }

    private static async Task TellAsync(
        HttpContext http, Listener listener, IAsyncEnumerator<JournalEntry> entries, Presence presence, AgentBell bell, TimeProvider clock, CancellationTokenSource over)
    {
        var agent = listener.Acting.AgentId;
        var (next, moved, rung) = (entries.MoveNextAsync().AsTask(), presence.NextChange, bell.NextAsync(agent));
        while (true)
        {
            var first = await Task.WhenAny(next, moved, rung, Task.Delay(Heartbeat, clock, over.Token));
            // When it is over the browser connects anew, and whoever may no longer come in stays out.
            if (!await listener.MayStayAsync(first == next && next.IsCompletedSuccessfully && next.Result ? entries.Current : null, over.Token)) break;
            if (first == moved)
            {
                var ticket = await moved;
                moved = presence.NextChange;
                if (!listener.Acting.Sees(ticket.CommunityId)) continue;
                await http.Response.WriteAsync($"event: presence\ndata: {ticket.Number}\n\n", over.Token); // The page asks who it is, where it has that ticket open.
            }
            else if (first == rung)
            {
                rung = bell.NextAsync(agent);
                await http.Response.WriteAsync("data: {\"notice\":true}\n\n", over.Token);
            }
            else if (first == next)
            {
                if (!await next) return;
                var written = listener.Hears(entries.Current);
                if (written) await WriteAsync(http, entries.Current, over.Token);
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

    private static async Task WriteAsync(HttpContext http, JournalEntry entry, CancellationToken cancel)
    {
        var told = JsonSerializer.Serialize(new { ticket = entry.Number, kind = entry.Kind, journal = entry.Id });
        await http.Response.WriteAsync($"id: {entry.Id}\ndata: {told}\n\n", cancel);
    }
}
