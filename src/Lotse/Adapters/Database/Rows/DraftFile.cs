namespace Lotse.Adapters.Database.Rows;

/// <summary>A file that an agent has put to an answer which is not sent yet. Only who wrote it ever sees it.</summary>
public sealed class DraftFile
{
    public long Id { get; init; }
    public long AgentId { get; init; }
    public long TicketId { get; set; }
    public string Name { get; init; } = "";
    public string ContentType { get; init; } = "application/octet-stream";

    /// <summary>In bytes.</summary>
    public long Size { get; init; }

    /// <summary>Lower-case hexadecimal; the name of the bytes in the file store.</summary>
    public string Sha256 { get; init; } = "";

    /// <summary>A picture that stands in the text; sent only where the text still shows it.</summary>
    public bool Inline { get; init; }

    public DateTimeOffset CreatedAt { get; init; }
}
