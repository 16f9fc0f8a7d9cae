using System.Globalization;
using Lotse.Domain.Tickets;
using Lotse.Tickets.Pages;
using Lotse.Ui.Language;

namespace Lotse.Tickets.Macros;

/// <summary>Steps as typed, in the form of a macro or a rule.</summary>
public record StepsForm
{
    public string? State { get; init; }
    public string? Assignee { get; init; }
    public string? Team { get; init; }
    public string? Priority { get; init; }
    public string? Product { get; init; }
    public string? Topic { get; init; }
    public string? SupportGroup { get; init; }
    public bool Spam { get; init; }
    public string? AddTags { get; init; }
    public string? RemoveTags { get; init; }
    public string? SnoozeHours { get; init; }
    public string? Note { get; init; }
    public string? Reply { get; init; }
    public IReadOnlyList<Ui.Refusal> Refusals { get; init; } = [];
}

/// <summary>From the form to steps, and back.</summary>
public static class ReadStepsForm
{
    /// <summary>In the fields for people and teams: whoever does it, and nobody.</summary>
    public const string Me = "me", Nobody = "nobody";

    /// <summary>Fills in what the form says of steps.</summary>
    public static T Typed<T>(IFormCollection form, T into) where T : StepsForm => into with
    {
        State = form.Field("state"), Assignee = form.Field("assignee"), Team = form.Field("team"), Priority = form.Field("priority"), AddTags = form.Field("addTags"),
        RemoveTags = form.Field("removeTags"), SnoozeHours = form.Field("snoozeHours"), Note = form.Field("note"), Reply = form.Field("reply"),
        Product = form.Field("product"), Topic = form.Field("topic"), SupportGroup = form.Field("supportGroup"), Spam = form.Field("spam") is not null,
    };

    public static TicketSteps Steps(StepsForm typed) => new()
    {
        State = Enum.TryParse<TicketState>(typed.State, ignoreCase: true, out var state) && Enum.IsDefined(state) ? state : null,
        Priority = Enum.TryParse<Priority>(typed.Priority, ignoreCase: true, out var priority) && Enum.IsDefined(priority) ? priority : null,
        Assignee = typed.Assignee switch { Me => TicketSteps.Myself, Nobody => TicketSteps.Nobody, var id => Id(id) },
        Team = typed.Team switch { Nobody => TicketSteps.Nobody, var id => Id(id) },
        Product = Category(typed.Product),
        Topic = Category(typed.Topic),
        SupportGroup = Category(typed.SupportGroup),
        Spam = typed.Spam,
        AddTags = Tags(typed.AddTags),
        RemoveTags = Tags(typed.RemoveTags),
        SnoozeHours = typed.SnoozeHours is { } hours ? int.TryParse(hours, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1 : null,
        Note = Text(typed.Note),
        Reply = Text(typed.Reply),
    };

    /// <summary>As if they had been typed.</summary>
    public static T Of<T>(TicketSteps steps, T into) where T : StepsForm => into with
    {
        State = steps.State is { } state ? Words.Code((Ui.TicketState)(int)state) : null,
        Priority = steps.Priority is { } priority ? Words.Code((Ui.TicketPriority)(int)priority) : null,
        Assignee = steps.Assignee switch { null => null, TicketSteps.Myself => Me, TicketSteps.Nobody => Nobody, var agent => Shown(agent.Value) },
        Team = steps.Team switch { null => null, TicketSteps.Nobody => Nobody, var team => Shown(team.Value) },
        AddTags = string.Join(", ", steps.AddTags), RemoveTags = string.Join(", ", steps.RemoveTags), SnoozeHours = steps.SnoozeHours?.ToString(CultureInfo.InvariantCulture), Note = steps.Note, Reply = steps.Reply,
        Product = Category(steps.Product), Topic = Category(steps.Topic), SupportGroup = Category(steps.SupportGroup), Spam = steps.Spam,
    };

    private static long? Category(string? typed) => typed == Nobody ? TicketSteps.Nobody : Id(typed);

    private static string? Category(long? id) => id switch { null => null, TicketSteps.Nobody => Nobody, _ => Shown(id.Value) };

    public static long? Id(string? typed) => long.TryParse(typed, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;

    public static string? Text(string? typed) => string.IsNullOrWhiteSpace(typed) ? null : typed.ReplaceLineEndings("\n").Trim();

    private static List<string> Tags(string? typed) =>
        [.. (typed ?? "").Split([',', ';', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(tag => Snippets.Of(tag, 60).ToLowerInvariant()).Distinct().Take(50)];

    private static string Shown(long id) => id.ToString(CultureInfo.InvariantCulture);
}
