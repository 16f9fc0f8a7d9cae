using Lotse.Ui;

namespace Lotse.Setup;

/// <summary>The first page of an empty desk; posts token, name, email, password, community, mailbox to /set-up.</summary>
public sealed record SetupView
{
    /// <summary>The desk is set up: the page is closed for good.</summary>
    public bool Closed { get; init; }

    public string? Token { get; init; }
    public string? Name { get; init; }
    public string? Email { get; init; }
    public string? Community { get; init; }
    public string? Mailbox { get; init; }
    public IReadOnlyList<Refusal> Refusals { get; init; } = [];
}
