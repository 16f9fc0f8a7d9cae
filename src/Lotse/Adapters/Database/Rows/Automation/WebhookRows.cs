using Lotse.Domain.Rules;

namespace Lotse.Adapters.Database.Rows.Automation;

/// <summary>An address that is told of what happens.</summary>
public sealed class Webhook
{
    public long Id { get; init; }

    /// <summary>Null for all communities.</summary>
    public long? CommunityId { get; set; }

    public string Name { get; set; } = "";
    public string Url { get; set; } = "";

    /// <summary>What deliveries are signed with, encrypted with the desk's keys.</summary>
    public string Secret { get; set; } = "";

    /// <summary>Of which it is told; none for one that only rules call.</summary>
    public RuleMoments Moments { get; set; }

    /// <summary>The words of messages go along.</summary>
    public bool WithText { get; set; }

    public bool Enabled { get; set; }

    /// <summary>Why the desk switched it off: gone, or failing. Null where a person did.</summary>
    public string? OffBecause { get; set; }
}

/// <summary>One telling, tried until it is heard or given up.</summary>
public sealed class WebhookDelivery
{
    public long Id { get; init; }
    public long WebhookId { get; init; }

    /// <summary>Null for a test.</summary>
    public long? TicketId { get; init; }

    public string Event { get; init; } = "";

    /// <summary>The JSON that is sent; emptied when it is done with, so that no words of customers stay behind in a log.</summary>
    public string Body { get; set; } = "";

    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset NextAt { get; set; }
    public DateTimeOffset? LeasedUntil { get; set; }
    public WebhookStep Step { get; set; }
    public int Tries { get; set; }

    /// <summary>The HTTP status that was answered last.</summary>
    public int? Answer { get; set; }

    /// <summary>How long the last try took.</summary>
    public int? Milliseconds { get; set; }

    /// <summary>Why the last try failed where nobody answered: a code.</summary>
    public string? Trouble { get; set; }

    public DateTimeOffset? FinishedAt { get; set; }
}
