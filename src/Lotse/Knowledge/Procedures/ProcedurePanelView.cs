using Lotse.Domain.Knowledge.Procedures;
using Lotse.Ui;

namespace Lotse.Knowledge.Procedures;

/// <summary>Procedures beside a ticket: those under way, those that may be begun, and what became of earlier ones.</summary>
public sealed record ProcedurePanelView(string Number, IReadOnlyList<Named> Offered, IReadOnlyList<WalkView> Walks);

/// <param name="Step">The one it stands at; null where it has ended.</param>
/// <param name="Outcome">solved, escalate or left.</param>
/// <param name="Block">A text block that helps at this step.</param>
public sealed record WalkView(string Run, string Title, IReadOnlyList<DoneView> Done, StepView? Step, string? Outcome, string? Why, Named? Block);

public sealed record DoneView(string Words, string Answer);

/// <param name="Ways">Of a choice.</param>
public sealed record StepView(string Key, StepKind Kind, string Words, string Hint, IReadOnlyList<Named> Ways);
