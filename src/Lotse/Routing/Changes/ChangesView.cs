using Lotse.Ui;

namespace Lotse.Routing.Changes;

/// <param name="About">What is looked for alone; null for all.</param>
/// <param name="Next">Where the next page goes on; null at the end.</param>
public sealed record ChangesView(IReadOnlyList<Named> Kinds, string? About, IReadOnlyList<ChangeLine> Lines, string? Next);

/// <param name="By">Null where the desk did it.</param>
/// <param name="Community">Null where it is about a person, or the whole desk.</param>
public sealed record ChangeLine(string Id, DateTimeOffset At, string? By, string? Community, string Sentence, IReadOnlyList<string> Differences);
