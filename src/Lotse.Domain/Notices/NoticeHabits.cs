using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Lotse.Domain.Notices;

/// <summary>When unread notices go out by mail.</summary>
public enum NoticeMail { Never, AtOnce, Hourly, Daily }

/// <summary>What an agent wants to be told, and how. Stands under "notices" in the agent's habits; what else stands there is left alone.</summary>
public sealed record NoticeHabits
{
    private const string Place = "notices";

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) } };

    public bool CustomerWrote { get; init; } = true;
    public bool Assigned { get; init; } = true;
    public bool Mentioned { get; init; } = true;
    public bool ColleagueReplied { get; init; } = true;
    public bool ColleagueNoted { get; init; } = true;
    public bool DeliveryFailed { get; init; } = true;
    public bool SnoozeOver { get; init; } = true;
    public bool StateChanged { get; init; }

    /// <summary>New tickets that nobody has yet: in one's team, or in one's communities where they are in no team.</summary>
    public bool NewTicket { get; init; }

    /// <summary>A ticket was handed up to one's team.</summary>
    public bool Escalated { get; init; } = true;

    public bool Returned { get; init; } = true;

    /// <summary>A ticket went up without its answers because nothing works any more; for leads.</summary>
    public bool Emergency { get; init; } = true;

    public bool Consulted { get; init; } = true;
    public bool ConsultationAnswered { get; init; } = true;

    /// <summary>The desk has paused a rule; for leads.</summary>
    public bool RulePaused { get; init; } = true;

    /// <summary>A promised time passes soon, or has passed: for whoever has the ticket, else for those whose queue it waits in.</summary>
    public bool DueSoon { get; init; } = true;

    public bool Overdue { get; init; } = true;

    /// <summary>It has passed for long; for leads.</summary>
    public bool LongOverdue { get; init; } = true;

    /// <summary>Whoever writes a note in a ticket, or is named in one, watches it from then on.</summary>
    public bool WatchWhereInvolved { get; init; }

    /// <summary>The browser shows them while the desk is in the background, where the browser has been allowed to.</summary>
    public bool Browser { get; init; }

    /// <summary>What leaves the page, to the browser or by mail, names the ticket's number only.</summary>
    public bool Discreet { get; init; }

    public NoticeMail Mail { get; init; }

    /// <summary>In minutes since midnight, in the agent's own zone.</summary>
    public int DailyAt { get; init; } = 8 * 60;

    public bool Wants(NoticeKind kind) => kind switch
    {
        NoticeKind.CustomerWrote => CustomerWrote,
        NoticeKind.Assigned => Assigned,
        NoticeKind.Mentioned => Mentioned,
        NoticeKind.ColleagueReplied => ColleagueReplied,
        NoticeKind.ColleagueNoted => ColleagueNoted,
        NoticeKind.DeliveryFailed => DeliveryFailed,
        NoticeKind.SnoozeOver => SnoozeOver,
        NoticeKind.StateChanged => StateChanged,
        NoticeKind.Escalated => Escalated,
        NoticeKind.Returned => Returned,
        NoticeKind.Emergency => Emergency,
        NoticeKind.Consulted => Consulted,
        NoticeKind.ConsultationAnswered => ConsultationAnswered,
        NoticeKind.RulePaused => RulePaused,
        NoticeKind.DueSoon => DueSoon,
        NoticeKind.Overdue => Overdue,
        NoticeKind.LongOverdue => LongOverdue,
        _ => NewTicket,
    };

    /// <param name="habits">All habits of the agent; what cannot be read counts as not said.</param>
    public static NoticeHabits Of(string habits)
    {
        try
        {
            return Parse(habits)[Place]?.Deserialize<NoticeHabits>(Options) ?? new NoticeHabits();
        }
        catch (JsonException)
        {
            return new NoticeHabits();
        }
    }

    /// <summary>The same habits with these notices; whatever else stands there, by whatever version, stays.</summary>
    public string Into(string habits)
    {
        var all = Parse(habits);
        var there = all[Place] as JsonObject ?? [];
        foreach (var (name, value) in JsonSerializer.SerializeToNode(this, Options)!.AsObject()) there[name] = value?.DeepClone();
        all[Place] = there;
        return all.ToJsonString(Options);
    }

    private static JsonObject Parse(string habits)
    {
        try
        {
            return JsonNode.Parse(habits) as JsonObject ?? [];
        }
        catch (JsonException)
        {
            return [];
        }
    }
}
