using System.Net;
using Lotse.Adapters.Database.Opening;

namespace Lotse.Tests.Desk;

/// <summary>What a test wants of its desk beyond the usual.</summary>
internal sealed record DeskWishes
{
    /// <summary>Time stands still until the test moves it.</summary>
    public bool FakeClock { get; init; }

    /// <summary>Where answers go; null for the outgoing folder.</summary>
    public SmtpSink? Sink { get; init; }

    /// <summary>The server that answers go to, smtp://…, where it is none of ours.</summary>
    public string? Smtp { get; init; }

    /// <summary>Who is asked about names, where a test asks at all.</summary>
    public string? NameServer { get; init; }

    /// <summary>Networks of the house that webhooks may go to; null for none.</summary>
    public string? WebhookNetworks { get; init; }

    /// <summary>How long an answer from the page can be taken back.</summary>
    public TimeSpan Undo { get; init; }

    public IPEndPoint Lmtp { get; init; } = new(IPAddress.Loopback, 0);

    /// <summary>Null for the database that this run is about.</summary>
    public DatabaseKind? Kind { get; init; }

    /// <summary>An empty PostgreSQL database of the test's own.</summary>
    public string? Database { get; init; }

    /// <summary>Where files are kept, as --files takes it; null for the data folder.</summary>
    public string? Files { get; init; }

    /// <summary>For the data, where it must lie in a certain place; null for a folder of its own.</summary>
    public string? Folder { get; init; }
}
