namespace Lotse.Adapters.Database.Rows;

public enum OutboxStep { Waiting = 0, Sent = 1, Failed = 2 }

/// <summary>One mail to one recipient on its way out.</summary>
public sealed class OutboxItem
{
    public long Id { get; init; }
    public long MessageId { get; init; }
    public long TicketId { get; set; }
    public long MailboxId { get; init; }
    public string Recipient { get; init; } = "";
    public OutboxStep Step { get; set; }
    public int Attempts { get; set; }
    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset NextAt { get; set; }
    public DateTimeOffset? LeasedUntil { get; set; }
    public DateTimeOffset? DoneAt { get; set; }

    /// <summary>What the mail server last said, code first.</summary>
    public string? LastReply { get; set; }
}

/// <summary>One mail that left without anybody having written it, to be counted: what leaves by itself is capped.</summary>
public sealed class AutomaticMail
{
    public long Id { get; init; }
    public long TicketId { get; init; }

    /// <summary>See AutomaticKeys.</summary>
    public long AddressKey { get; init; }

    public long SubjectKey { get; init; }
    public DateTimeOffset At { get; init; }
}
