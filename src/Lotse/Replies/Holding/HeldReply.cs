using System.Text.Json;
using Lotse.Adapters.Database.Rows;
using Lotse.Domain.Tickets;

namespace Lotse.Replies.Holding;

/// <summary>What the writer of an answer had typed, and what the answer changed: all that is needed to have it as a draft again.</summary>
/// <param name="StateSince">The state that the answer gave the ticket.</param>
/// <param name="Joined">Addresses that take part since this answer only.</param>
internal sealed record HeldReply(
    string Text, string Html, string To, string Cc, TicketState StateSince, DateTimeOffset? SnoozedBefore, IReadOnlyList<string> Joined, IReadOnlyList<HeldFile> Files)
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    public string Write() => JsonSerializer.Serialize(this, Options);

    public static HeldReply Read(string json) => JsonSerializer.Deserialize<HeldReply>(json, Options) ?? throw new JsonException("There is nothing.");
}

/// <param name="Id">By which the text names it; 0 for one that came with the form.</param>
internal sealed record HeldFile(long Id, string Name, string ContentType, long Size, string Sha256, bool Inline)
{
    public static HeldFile Of(DraftFile file) => new(file.Id, file.Name, file.ContentType, file.Size, file.Sha256, file.Inline);

    public static HeldFile Of(KeptFile file) => new(0, file.Name, file.ContentType, file.Size, file.Sha256, false);

    public DraftFile Back(long id, long agentId, long ticketId, DateTimeOffset now) => new()
    {
        Id = Id == 0 ? id : Id, AgentId = agentId, TicketId = ticketId, Name = Name, ContentType = ContentType, Size = Size, Sha256 = Sha256, Inline = Inline, CreatedAt = now,
    };
}
