using Lotse.Routing.Exchange.Pages;
using Lotse.Ui;

namespace Lotse.Routing.Bulk;

/// <param name="Rows">That are chosen, each with what it is for and who is responsible.</param>
/// <param name="Outcome">Null before it was tried.</param>
public sealed record BulkView(Named Community, IReadOnlyList<ChosenRow> Rows, IReadOnlyList<Named> People, IReadOnlyList<Named> Agents, BulkTyped Typed, OutcomeView? Outcome, IReadOnlyList<Refusal> Refusals);

public sealed record ChosenRow(string Id, string About, string Holders);

/// <param name="Set">What is to be changed: holders, deputies, until, end.</param>
public sealed record BulkTyped(IReadOnlyList<string> Set, IReadOnlyList<string> Holders, IReadOnlyList<string> Deputies, string? Until)
{
    public static BulkTyped Nothing { get; } = new([], [], [], null);
}
