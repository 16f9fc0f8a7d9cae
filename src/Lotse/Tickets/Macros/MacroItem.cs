using Lotse.Domain.Routing;
using Lotse.Domain.Tickets;
using Lotse.Tickets.Responsible;
using Lotse.Ui.Language;

namespace Lotse.Tickets.Macros;

/// <summary>A macro as menus and pages show it.</summary>
/// <param name="About">What it says of product, topic and support group; a name is null where it takes one away.</param>
/// <param name="Assignee">The agent that it names; null where it names none.</param>
public sealed record MacroItem(string Id, string Name, TicketSteps Steps, string? Assignee, string? Team, IReadOnlyList<(CategoryKind Kind, string? Name)>? About = null)
{
    /// <summary>What it does, step by step, in words.</summary>
    public IEnumerable<string> Does(Texts t)
    {
        if (Steps.Reply is not null) yield return t["macro.does.reply"];
        if (Steps.Note is not null) yield return t["macro.does.note"];
        if (Steps.State is { } state) yield return Words.State(t, (Ui.TicketState)(int)state);
        if (Steps.SnoozeHours is { } hours) yield return hours % 24 == 0 ? t.Count("macro.does.snoozeDays", hours / 24) : t.Count("macro.does.snoozeHours", hours);
        if (Steps.Assignee is { } who) yield return who switch
        {
            TicketSteps.Myself => t["macro.does.toMe"],
            TicketSteps.Nobody => t["macro.does.toNobody"],
            _ => t["macro.does.assign", ("name", Assignee ?? "?")],
        };
        if (Steps.Team is { } team) yield return team == TicketSteps.Nobody ? t["macro.does.noTeam"] : t["macro.does.team", ("name", Team ?? "?")];
        if (Steps.Priority is { } priority) yield return t["macro.does.priority", ("priority", Words.Priority(t, (Ui.TicketPriority)(int)priority))];
        foreach (var (kind, name) in About ?? []) yield return t["macro.does.about", ("kind", RoutedSentence.Kind(t, kind)), ("name", name ?? t["category.nothing"])];
        if (Steps.Spam) yield return t["spam.mark"];
        foreach (var tag in Steps.AddTags) yield return $"+ {tag}";
        foreach (var tag in Steps.RemoveTags) yield return $"− {tag}";
    }
}
