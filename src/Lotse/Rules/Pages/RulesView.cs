using Lotse.Domain.Rules;
using Lotse.Tickets.Macros;
using Lotse.Ui;

namespace Lotse.Rules.Pages;

/// <summary>The rules that somebody sees, in the order in which they run.</summary>
public sealed record RulesView(IReadOnlyList<RuleLine> Rules);

/// <param name="Steps">What it does; named.</param>
/// <param name="Webhook">The name of the one that it calls.</param>
/// <param name="Community">Null for all.</param>
public sealed record RuleLine(
    MacroItem Steps, RuleMoments Moments, RuleSince? Since, int Hours, string Condition, string? Webhook, string? Community, bool Enabled, bool Paused, bool MayChange, bool First);

/// <summary>One rule: its form, and what it did.</summary>
public sealed record RuleView
{
    public required RuleForm Form { get; init; }

    /// <summary>For whom the person may make rules; the empty one stands for all communities.</summary>
    public IReadOnlyList<Named> Communities { get; init; } = [];

    public IReadOnlyList<Named> Agents { get; init; } = [];
    public IReadOnlyList<Named> Teams { get; init; } = [];
    public IReadOnlyList<CategoryPick> Categories { get; init; } = [];
    public IReadOnlyList<Named> Webhooks { get; init; } = [];
    public IReadOnlyList<string> Variables { get; init; } = [];

    /// <summary>The person may only look.</summary>
    public bool ReadOnly { get; init; }

    public DateTimeOffset? PausedAt { get; init; }
    public IReadOnlyList<LoggedRun> Runs { get; init; } = [];

    /// <summary>For the link to older lines of the log.</summary>
    public string? Next { get; init; }
}

/// <summary>As typed.</summary>
public sealed record RuleForm : StepsForm
{
    /// <summary>Null for a new one.</summary>
    public string? Id { get; init; }

    /// <summary>That was seen, also where the form came back.</summary>
    public string? Version { get; init; }

    public string? Name { get; init; }

    /// <summary>Empty for all.</summary>
    public string? Community { get; init; }

    public bool Enabled { get; init; } = true;
    public IReadOnlyList<string> When { get; init; } = [];

    /// <summary>lastChange, opened, or empty for a rule that waits for events.</summary>
    public string? Since { get; init; }

    public string? Hours { get; init; }
    public string? Condition { get; init; }
    public string? Webhook { get; init; }
    public bool StopAfter { get; init; }
}

/// <summary>A rule tried on the newest tickets.</summary>
/// <param name="Rule">What it does; named.</param>
/// <param name="Newest">How many tickets were asked for; <paramref name="Looked"/>: how many there were.</param>
public sealed record TrialView(MacroItem Rule, string Condition, int Newest, int Looked, int Fit, IReadOnlyList<TrialLine> Fits, IReadOnlyList<TrialLine> Others);

/// <param name="Because">What of the condition holds, or the first part that does not.</param>
public sealed record TrialLine(string Number, string Subject, TicketState State, string Because, bool Changes);
