using Lotse.Domain.Rules;
using Lotse.Ui;

namespace Lotse.Rules.Webhooks;

/// <summary>The webhooks that somebody sees, and the form for a new one.</summary>
public sealed record WebhooksView(IReadOnlyList<WebhookLine> Webhooks, WebhookForm Form, IReadOnlyList<Named> Communities);

/// <param name="Url">Null for those who may only look.</param>
/// <param name="Community">Null for all.</param>
/// <param name="OffBecause">Why the desk switched it off.</param>
public sealed record WebhookLine(string Id, string Name, string? Url, RuleMoments Moments, string? Community, bool Enabled, string? OffBecause);

/// <summary>One webhook: its form, its key, and what it was told.</summary>
/// <param name="Key">What deliveries are signed with; null for those who may only look.</param>
/// <param name="Next">For the link to older lines of the log.</param>
public sealed record WebhookView(WebhookForm Form, IReadOnlyList<Named> Communities, string? Key, bool ReadOnly, string? OffBecause, IReadOnlyList<TellingLine> Log, string? Next);

/// <param name="Ticket">Null for a test.</param>
/// <param name="Again">It may be told again: its words are still there.</param>
public sealed record TellingLine(string Id, string Event, string? Ticket, DateTimeOffset At, WebhookStep Step, int Tries, int? Answer, int? Milliseconds, string? Trouble, DateTimeOffset? NextAt, bool Again);

/// <summary>As typed.</summary>
public sealed record WebhookForm
{
    /// <summary>Null for a new one.</summary>
    public string? Id { get; init; }

    /// <summary>That was seen, also where the form came back.</summary>
    public string? Version { get; init; }

    public string? Name { get; init; }
    public string? Url { get; init; }

    /// <summary>Empty for all.</summary>
    public string? Community { get; init; }

    public IReadOnlyList<string> Events { get; init; } = [];
    public bool WithText { get; init; }
    public bool Enabled { get; init; } = true;
    public IReadOnlyList<Refusal> Refusals { get; init; } = [];
}
