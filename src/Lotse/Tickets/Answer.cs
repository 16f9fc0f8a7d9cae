using Lotse.Domain;

namespace Lotse.Tickets;

/// <summary>What a handler gives back: a value, or the refusal that stands in its way.</summary>
public readonly record struct Answer<T>(T? Value, Refusal? Refusal)
{
    public static implicit operator Answer<T>(T value) => new(value, null);

    public static implicit operator Answer<T>(Refusal refusal) => new(default, refusal);
}

public static class Refusals
{
    /// <summary>The code of what leads and admins do.</summary>
    public const string LeadsOnly = "leads-only";

    /// <summary>The code of <see cref="Changed"/>.</summary>
    public const string ChangedMeanwhile = "changed-meanwhile";

    /// <summary>It is not there, or not for this agent: a stranger cannot tell which.</summary>
    public static readonly Refusal NotFound = new("not-found");

    /// <summary>Somebody else changed it since the caller looked.</summary>
    public static readonly Refusal Changed = new(ChangedMeanwhile);

    public static readonly Refusal Forbidden = new("forbidden");
}
