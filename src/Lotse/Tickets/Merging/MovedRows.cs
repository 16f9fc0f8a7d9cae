using System.Text.Json;

namespace Lotse.Tickets.Merging;

/// <summary>What a merge has moved, by ids: all of it goes back where the merge is undone, and nothing else does.</summary>
public sealed record MovedRows
{
    public IReadOnlyList<long> Messages { get; init; } = [];
    public IReadOnlyList<long> ThreadKeys { get; init; } = [];

    /// <summary>Addresses that had not taken part in the other ticket before.</summary>
    public IReadOnlyList<string> Participants { get; init; } = [];

    /// <summary>Agents who had not watched the other ticket before.</summary>
    public IReadOnlyList<long> Watchers { get; init; } = [];

    public IReadOnlyList<long> Drafts { get; init; } = [];
    public IReadOnlyList<long> DraftFiles { get; init; } = [];

    /// <summary>Questions to colleagues that nobody has closed.</summary>
    public IReadOnlyList<long> Consultations { get; init; } = [];

    /// <summary>The other ticket's state, where the merge has woken it.</summary>
    public int? StateBefore { get; init; }

    public DateTimeOffset? SnoozedBefore { get; init; }

    /// <summary>The other ticket's newest message once all was there.</summary>
    public long NewestAfter { get; init; }

    public string Write() => JsonSerializer.Serialize(this);

    public static MovedRows Read(string json) => JsonSerializer.Deserialize<MovedRows>(json) ?? new MovedRows();
}
