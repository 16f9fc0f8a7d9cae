using System.Globalization;
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
        try
        {
            while (true)
            {
                var first = await Task.WhenAny(next, moved, rung, Task.Delay(Heartbeat, clock, over.Token));
                var (watched, isRung) = (first == moved ? await moved : (WatchedTicket?)null, first == rung);
                // Taken anew at once: what changes while it is asked who listens is not missed.
                if (watched is not null) moved = presence.NextChange;
                if (isRung) rung = bell.NextAsync(agent);
                if (first == next && !await next) return;
                var line = first == next ? entries.Current : null;
                // When it is over the browser connects anew, and whoever may no longer come in stays out.
                if (!await listener.MayStayAsync(line, over.Token)) return;
                var told = Told(listener, line, watched, isRung);
                if (line is not null) next = entries.MoveNextAsync().AsTask();
                if (told is not null) await http.Response.WriteAsync(told, over.Token); // It leaves at once.
            }
        }
        finally
        {
            await over.CancelAsync();
            await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // What follows the journal cannot be left in the midst of a step.
        }
    }

    /// <returns>Null where it is not for whoever listens; a heartbeat where nothing has happened.</returns>
    private static string? Told(Listener listener, JournalEntry? line, WatchedTicket? watched, bool isRung)
    {
        if (line is not null) return listener.Hears(line) ? $"id: {line.Id}\ndata: {JsonSerializer.Serialize(new { ticket = line.Number, kind = line.Kind, journal = line.Id })}\n\n" : null;
        // The page asks who it is, where it has that ticket open.
        if (watched is { } ticket) return listener.Acting.Sees(ticket.CommunityId) ? string.Create(CultureInfo.InvariantCulture, $"event: presence\ndata: {ticket.Number}\n\n") : null;
        return isRung ? "data: {\"notice\":true}\n\n" : ":\n\n";
    }
}
