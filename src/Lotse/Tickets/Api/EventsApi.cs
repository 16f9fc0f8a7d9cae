using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Lotse.Adapters.Live;
using Lotse.Adapters.Web;
using Lotse.Domain.Tickets;
using Lotse.Tickets.Live;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;

namespace Lotse.Tickets.Api;

public sealed record EventJson(string Id, DateTimeOffset At, string Kind, long? Ticket, string? By, JsonElement Data);

/// <summary>The journal as it grows, as far as the caller may see it.</summary>
public static class EventsApi
{
    public static void MapEventsApi(this IEndpointRouteBuilder api) => api.MapGet("/events", Follow).WithName("followEvents").WithTags("events")
        .WithSummary("Server-sent events; Last-Event-ID resumes.");

    private static IResult Follow(
        HttpContext http, Signed signed, JournalTail tail, TimeProvider clock, [FromHeader(Name = "Last-Event-ID")] string? lastEventId, IHostApplicationLifetime life, CancellationToken cancel)
    {
        var after = long.TryParse(lastEventId, out var id) ? id : (long?)null;
        var listener = new Listener(signed, http.Features.GetRequiredFeature<AskAgain>(), tail, clock);
        return TypedResults.ServerSentEvents(EventsAsync(tail, listener, after, life.ApplicationStopping, cancel));
    }

    private static async IAsyncEnumerable<SseItem<EventJson>> EventsAsync(
        JournalTail tail, Listener listener, long? after, CancellationToken stopping, [EnumeratorCancellation] CancellationToken cancel)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stopping, cancel);
        await foreach (var lines in tail.FollowTogetherAsync(after, Listener.Quiet, either.Token))
        {
            if (lines.Count == 0 && !await listener.MayStayAsync(null, either.Token)) yield break;
            foreach (var line in lines)
            {
                if (!await listener.MayStayAsync(line, either.Token)) yield break;
                if (listener.Hears(line)) yield return new SseItem<EventJson>(Json(line, listener.Acting)) { EventId = ToJson.Id(line.Id) };
            }
        }
    }

    private static EventJson Json(JournalEntry line, Acting reader) =>
        new(ToJson.Id(line.Id), line.At, line.Kind, line.Number, line.AgentId is { } agent ? ToJson.Id(agent) : null, ToldFacts.Of(line.Kind, line.Data, line.CommunityId, reader));
}
