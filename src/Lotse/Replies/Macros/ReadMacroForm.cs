using System.Globalization;
using Lotse.Domain.Tickets;
using Lotse.Tickets.Pages;
using Lotse.Ui.Language;

namespace Lotse.Replies.Macros;

/// <summary>From the form to a macro's steps, and back.</summary>
internal static class ReadMacroForm
{
    /// <summary>In the fields for people and teams: whoever does it, and nobody.</summary>
    public const string Me = "me", Nobody = "nobody";

    public static MacroForm Typed(IFormCollection form, string? id) => new()
    {
        Id = id, Name = form.Field("name"), Community = form.Field("community"), State = form.Field("state"), Assignee = form.Field("assignee"), Team = form.Field("team"),
        Priority = form.Field("priority"), AddTags = form.Field("addTags"), RemoveTags = form.Field("removeTags"), SnoozeHours = form.Field("snoozeHours"),
        Note = form.Field("note"), Reply = form.Field("reply"),
    };

    public static TicketSteps Steps(MacroForm typed) => new()
    {
        State = Enum.TryParse<TicketState>(typed.State, ignoreCase: true, out var state) && Enum.IsDefined(state) ? state : null,
        Priority = Enum.TryParse<Priority>(typed.Priority, ignoreCase: true, out var priority) && Enum.IsDefined(priority) ? priority : null,
        Assignee = typed.Assignee switch { Me => TicketSteps.Myself, Nobody => TicketSteps.Nobody, var id => Id(id) },
        Team = typed.Team switch { Nobody => TicketSteps.Nobody, var id => Id(id) },
        AddTags = Tags(typed.AddTags),
        RemoveTags = Tags(typed.RemoveTags),
        SnoozeHours = typed.SnoozeHours is { } hours ? int.TryParse(hours, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1 : null,
        Note = Text(typed.Note),
        Reply = Text(typed.Reply),
    };

    public static MacroForm Of(Adapters.Database.Rows.Macro macro, TicketSteps steps) => new()
    {
        Id = Shown(macro.Id), Name = macro.Name, Community = macro.CommunityId is { } community ? Shown(community) : null,
        State = steps.State is { } state ? Words.Code((Ui.TicketState)(int)state) : null,
        Priority = steps.Priority is { } priority ? Words.Code((Ui.TicketPriority)(int)priority) : null,
        Assignee = steps.Assignee switch { null => null, TicketSteps.Myself => Me, TicketSteps.Nobody => Nobody, var agent => Shown(agent.Value) },
        Team = steps.Team switch { null => null, TicketSteps.Nobody => Nobody, var team => Shown(team.Value) },
        AddTags = string.Join(", ", steps.AddTags), RemoveTags = string.Join(", ", steps.RemoveTags), SnoozeHours = steps.SnoozeHours?.ToString(CultureInfo.InvariantCulture),
        Note = steps.Note, Reply = steps.Reply,
    };

    public static long? Id(string? typed) => long.TryParse(typed, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;

    private static List<string> Tags(string? typed) =>
        [.. (typed ?? "").Split([',', ';', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(tag => Snippets.Of(tag, 60).ToLowerInvariant()).Distinct().Take(50)];

    private static string? Text(string? typed) => string.IsNullOrWhiteSpace(typed) ? null : typed.ReplaceLineEndings("\n").Trim();

    private static string Shown(long id) => id.ToString(CultureInfo.InvariantCulture);
}
