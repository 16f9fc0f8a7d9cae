using Lotse.Ui;

namespace Lotse.Tickets.Tagging;

public sealed record TagsView(IReadOnlyList<TagsOfCommunity> Communities, IReadOnlyList<Refusal> Refusals);

public sealed record TagsOfCommunity(Named Community, IReadOnlyList<TagRow> Tags);

/// <param name="Aliases">Other words for it.</param>
public sealed record TagRow(string Id, string Name, IReadOnlyList<Named> Aliases);
