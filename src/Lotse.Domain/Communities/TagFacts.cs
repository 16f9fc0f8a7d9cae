namespace Lotse.Domain.Communities;

public sealed record TagRenamed(long TagId, string From, string To) : Fact;

/// <summary>One tag has become another word for the other; tickets that had the one have the other.</summary>
public sealed record TagsMerged(long TagId, string Name, long IntoTagId, string IntoName) : Fact;

public sealed record TagAliasRemoved(long TagId, string Name) : Fact;
