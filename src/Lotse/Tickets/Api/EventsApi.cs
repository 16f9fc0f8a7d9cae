using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Lotse.Adapters.Live;
using Lotse.Adapters.Web;
using Lotse.Domain.Tickets;
using Microsoft.AspNetCore.Mvc;

namespace Lotse.Tickets.Api;

public sealed record EventJson(string Id, DateTimeOffset At, string Kind, long? Ticket, string? By, JsonElement Data);

/// <summary>The journal as it grows, as far as the caller may see it.</summary>
public static class EventsApi
{
    public static void MapEventsApi(this IEndpointRouteBuilder api) => api.MapGet("/events", Follow).WithName("followEvents").WithTags("events")
        .WithSummary("Server-sent events; Last-Event-ID resumes.");

    private static IResult Follow(
        Signed signed, JournalTail tail, [FromHeader(Name = "Last-Event-ID")] string? lastEventId, IHostApplicationLifetime life, CancellationToken cancel)
    {
        var after = long.TryParse(lastEventId, out var id) ? id : (long?)null;
        return TypedResults.ServerSentEvents(EventsAsync(tail, signed.Acting, after, life.ApplicationStopping, cancel));
    }

    private static async IAsyncEnumerable<SseItem<EventJson>> EventsAsync(
        JournalTail tail, Acting acting, long? after, CancellationToken stopping, [EnumeratorCancellation] CancellationToken cancel)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stopping, cancel);
        await foreach (var line in tail.FollowAsync(after, either.Token))
        {
            if (line.CommunityId is { } community ? !acting.Sees(community) : !acting.SeesAll) continue;
            var by = line.AgentId is { } agent ? ToJson.Id(agent) : null;
            yield return new SseItem<EventJson>(new EventJson(ToJson.Id(line.Id), line.At, line.Kind, line.Number, by, ToldFacts.Of(line.Kind, line.Data, line.CommunityId, acting))) { EventId = ToJson.Id(line.Id) };
        }
    }
}
