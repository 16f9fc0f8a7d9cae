using Lotse.Domain.Search;
using Lotse.Tickets.Queues;
using Lotse.Ui;

namespace Lotse.Search;

/// <summary>What a search has found, one page of it.</summary>
public sealed record SearchView
{
    /// <summary>As it was typed.</summary>
    public string Typed { get; init; } = "";

    public IReadOnlyList<FoundRow> Rows { get; init; } = [];

    /// <summary>Contacts who bear the words; on the first page only.</summary>
    public IReadOnlyList<FoundPerson> People { get; init; } = [];

    /// <summary>Communities whose people the agent may give a view to.</summary>
    public IReadOnlyList<Named> MayShare { get; init; } = [];

    /// <summary>The cursor this page started after; null for the first page.</summary>
    public string? After { get; init; }

    /// <summary>The cursor of the page that follows; null on the last.</summary>
    public string? Next { get; init; }

    /// <summary>Fields whose value could not be read, as they were typed.</summary>
    public IReadOnlyList<string> Misread { get; init; } = [];

    /// <summary>While the index is being made: only tickets from then on are found.</summary>
    public DateTimeOffset? OnlySince { get; init; }

    /// <summary>Nothing to look for, or only what is not wanted.</summary>
    public bool IsEmpty { get; init; }
}

public sealed record FoundPerson(string Id, string Name, string About);

/// <param name="Said">Where the words stand in a message; empty where the list's own snippet says more.</param>
public sealed record FoundRow(TicketRow Row, IReadOnlyList<ExcerptPiece> Subject, IReadOnlyList<ExcerptPiece> Said);
