using Lotse.Domain.Routing.Exchange;
using Lotse.Ui;

namespace Lotse.Routing.Exchange.Pages;

/// <summary>A table that goes out and comes in.</summary>
/// <param name="Refused">Why it could not be read at all.</param>
/// <param name="Encoding">The one it was read in, where it is not the usual one.</param>
/// <param name="Outcome">Null before it was tried.</param>
public sealed record SheetView(
    SheetPlace Place, Named Community, IReadOnlyList<Named> Communities, string Csv, bool Complete, string? Refused, string? Encoding, OutcomeView? Outcome);

/// <summary>Which table it is.</summary>
public sealed record SheetPlace(string Title, string Text, string Address, string Back, string BackTitle, string File, IReadOnlyList<string> Columns, string AboutColumns, string Out, bool CanBeComplete);

/// <param name="Hidden">So many lines more there are than are shown.</param>
/// <param name="Overlaps">Rows that would cross each other, in words.</param>
/// <param name="Seen">Tells this outcome from another one.</param>
/// <param name="Moved">It is another one than was looked at before.</param>
public sealed record OutcomeView(IReadOnlyDictionary<LineStep, int> Counts, IReadOnlyList<OutcomeLine> Lines, int Hidden, IReadOnlyList<string> Gaps, IReadOnlyList<string> Overlaps, string Seen, bool Moved)
{
    public int Refused => Counts.GetValueOrDefault(LineStep.Refused);

    /// <summary>There is something to do, and nothing in the way.</summary>
    public bool CanKeep => Refused == 0 && Counts.Any(one => one.Key != LineStep.Unchanged && one.Value > 0);
}

/// <param name="Line">0 for what the table does not have.</param>
/// <param name="Changes">What would be different, in words.</param>
/// <param name="Troubles">Why not, in words.</param>
public sealed record OutcomeLine(int Line, LineStep Step, string About, IReadOnlyList<string> Changes, IReadOnlyList<string> Troubles);
