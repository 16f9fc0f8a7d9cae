using Lotse.Ui;

namespace Lotse.Tickets;

/// <summary>The form for a ticket that an agent opens; posts to /tickets with community, contact, subject, text.</summary>
public sealed record NewTicketView
{
    /// <summary>Those the agent may open tickets in.</summary>
    public IReadOnlyList<Named> Communities { get; init; } = [];

    public string? Community { get; init; }
    public string? Contact { get; init; }
    public string? Subject { get; init; }
    public string? Text { get; init; }
    public IReadOnlyList<Refusal> Refusals { get; init; } = [];
}
