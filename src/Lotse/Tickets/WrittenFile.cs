namespace Lotse.Tickets;

/// <summary>A file that somebody puts on a message.</summary>
public sealed record WrittenFile(string Name, string ContentType, byte[] Bytes);
