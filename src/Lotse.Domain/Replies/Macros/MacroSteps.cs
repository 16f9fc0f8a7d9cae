using System.Text.Json;
using System.Text.Json.Serialization;
using Lotse.Domain.Tickets;

namespace Lotse.Domain.Replies.Macros;

/// <summary>What a macro may hold, and what it does to a ticket.</summary>
public static class MacroSteps
{
    public const string NameMissing = "macro-name-missing", NameTooLong = "macro-name-too-long", DoesNothing = "macro-does-nothing", NoSuchVariable = "macro-no-such-variable";
    public const string TextTooLong = "macro-text-too-long", StateUnfit = "macro-state-unfit", SnoozeUnfit = "macro-snooze-unfit";

    /// <summary>Names that note and reply may have in {{ }}.</summary>
    public static readonly IReadOnlyList<string> Variables = ["number", "subject", "contact.name", "agent.name", "community.name"];

    private const int LongestName = 80, LongestText = 20_000, LongestSnooze = 24 * 366;

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) }, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public static string Write(TicketSteps steps) => JsonSerializer.Serialize(steps, Options);

    /// <summary>Null for what this version cannot read.</summary>
    public static TicketSteps? Read(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<TicketSteps>(json, Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public static Refusal? Check(string? name, TicketSteps steps)
    {
        if (string.IsNullOrWhiteSpace(name)) return new Refusal(NameMissing, "name");
        if (name.Trim().Length > LongestName) return new Refusal(NameTooLong, "name");
        if (steps.State is TicketState.New or TicketState.Snoozed) return new Refusal(StateUnfit, "state");
        if (steps.SnoozeHours is { } hours && (hours is < 1 or > LongestSnooze || steps.State is not null)) return new Refusal(SnoozeUnfit, "snoozeHours");
        foreach (var (text, field) in (ReadOnlySpan<(string?, string)>)[(steps.Note, "note"), (steps.Reply, "reply")])
        {
            if (text is null) continue;
            if (text.Length > LongestText) return new Refusal(TextTooLong, field);
            if (FillIn.Unknown(text, Variables) is not null) return new Refusal(NoSuchVariable, field);
        }
        return IsNothing(steps) ? new Refusal(DoesNothing) : null;
    }

    /// <param name="value">Of a variable.</param>
    public static TicketSteps Filled(TicketSteps steps, Func<string, string?> value) => steps with
    {
        Note = steps.Note is { } note ? FillIn.Names(note, value) : null,
        Reply = steps.Reply is { } reply ? FillIn.Names(reply, value) : null,
    };

    /// <summary>What is changed beside what is written. The state of a ticket that is answered comes with the answer.</summary>
    /// <param name="me">Who does it.</param>
    public static ChangeTicket Change(TicketSteps steps, long me, DateTimeOffset now) => new(
        steps.Reply is null ? steps.State : null,
        steps.Priority,
        steps.Assignee switch { null => default, TicketSteps.Nobody => new Optional<long?>(null, true), TicketSteps.Myself => new Optional<long?>(me, true), var agent => new Optional<long?>(agent, true) },
        steps.Team switch { null => default, TicketSteps.Nobody => new Optional<long?>(null, true), var team => new Optional<long?>(team, true) },
        null,
        steps.SnoozeHours is { } hours ? now.AddHours(hours) : null);

    /// <summary>All tags the ticket has afterwards; null where they stay.</summary>
    public static IReadOnlyList<string>? Tags(TicketSteps steps, IReadOnlyList<string> now) => steps.AddTags.Count + steps.RemoveTags.Count == 0
        ? null
        : [.. now.Concat(steps.AddTags).Distinct(StringComparer.OrdinalIgnoreCase).Except(steps.RemoveTags, StringComparer.OrdinalIgnoreCase)];

    private static bool IsNothing(TicketSteps steps) => steps is { State: null, Priority: null, Assignee: null, Team: null, SnoozeHours: null, Product: null, Topic: null, SupportGroup: null, Spam: false, AddTags.Count: 0, RemoveTags.Count: 0 }
        && string.IsNullOrWhiteSpace(steps.Note) && string.IsNullOrWhiteSpace(steps.Reply);
}
