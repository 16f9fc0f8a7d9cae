namespace Lotse.Domain.Setup;

/// <summary>What is kept counted said something else than counting, and was put right.</summary>
/// <param name="Counter">Which one, as check names it.</param>
/// <param name="Was">What it said; null where it was not there.</param>
public sealed record CounterRepaired(string Counter, string? Was, string Is) : Fact;
