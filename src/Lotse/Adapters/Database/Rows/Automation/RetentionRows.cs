namespace Lotse.Adapters.Database.Rows.Automation;

/// <summary>What a community deletes, and when, as JSON; without a row nothing.</summary>
public sealed class RetentionPlanRow
{
    public long CommunityId { get; init; }
    public string Plan { get; set; } = "";
    public long Version { get; set; }
}

/// <summary>A file that something named which is gone: it goes too, where nothing else names it.</summary>
public sealed class FileToForget
{
    public string Sha256 { get; init; } = "";

    /// <summary>Not before. A millisecond more each time that it is noted again, so that whoever has just seen something that names it does not strike it off.</summary>
    public DateTimeOffset LookAt { get; set; }

    /// <summary>Since when it lies aside, from where it can be put back; null while nobody has set it aside.</summary>
    public DateTimeOffset? AsideAt { get; set; }
}
