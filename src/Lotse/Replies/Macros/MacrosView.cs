using Lotse.Tickets.Macros;
using Lotse.Ui;

namespace Lotse.Replies.Macros;

/// <summary>One's own macros and those of one's communities, and the form for one of them.</summary>
public sealed record MacrosView
{
    public IReadOnlyList<MacroRow> Macros { get; init; } = [];
    public required MacroForm Form { get; init; }

    /// <summary>Communities whose macros this person may make.</summary>
    public IReadOnlyList<Named> Communities { get; init; } = [];

    public IReadOnlyList<Named> Agents { get; init; } = [];
    public IReadOnlyList<Named> Teams { get; init; } = [];
    public IReadOnlyList<CategoryPick> Categories { get; init; } = [];

    /// <summary>Names that may stand in {{ }}.</summary>
    public IReadOnlyList<string> Variables { get; init; } = [];
}

/// <param name="Community">Whose agents use it; null for one's own.</param>
/// <param name="First">Nothing stands above it that it could change places with.</param>
public sealed record MacroRow(MacroItem Macro, string? Community, bool MayChange, bool First);

/// <summary>As typed.</summary>
public sealed record MacroForm : StepsForm
{
    /// <summary>Null for a new one.</summary>
    public string? Id { get; init; }

    /// <summary>That was seen, also where the form came back.</summary>
    public string? Version { get; init; }

    public string? Name { get; init; }
    public string? Community { get; init; }
}

/// <summary>What a macro would do to a ticket now, before it does.</summary>
/// <param name="Newest">Id of the newest message as of this page.</param>
public sealed record MacroRunView(string Number, string Subject, MacroItem Macro, string Newest);
