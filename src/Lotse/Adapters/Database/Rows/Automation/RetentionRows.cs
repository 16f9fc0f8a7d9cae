namespace Lotse.Adapters.Database.Rows.Automation;

/// <summary>What a community deletes, and when, as JSON; without a row nothing.</summary>
public sealed class RetentionPlanRow
{
    public long CommunityId { get; init; }
    public string Plan { get; set; } = "";
    public long Version { get; set; }
}

/// <summary>A file of tickets that are gone: it goes too, where nothing else names it.</summary>
public sealed class FileToForget
{
    public string Sha256 { get; init; } = "";
}
