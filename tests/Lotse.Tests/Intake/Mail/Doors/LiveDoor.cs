using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Lotse.Adapters.MailServer;
using Lotse.Adapters.MailServer.Door;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Lotse.Tests.Intake.Mail.Doors;

/// <summary>A mail that the desk behind the door was given.</summary>
internal sealed record TakenMail(string Text, MailEnvelope Envelope, byte[] Sha256);

/// <summary>The real listener on free loopback ports, LMTP first and SMTP second, with a desk behind it that remembers.
/// It knows everybody at lotse.example, with or without a tag, but nobody whose name starts with "no".</summary>
internal sealed class LiveDoor : IAsyncDisposable
{
    private readonly MailListener _listener;
    private readonly string _spool = Directory.CreateTempSubdirectory("lotse-door-").FullName;

    private LiveDoor(Func<MailDoorOptions, MailDoorOptions>? change)
    {
        var anyPort = new IPEndPoint(IPAddress.Loopback, 0);
        var options = new MailDoorOptions { Spool = _spool, Endpoints = [new(MailProtocol.Lmtp, anyPort), new(MailProtocol.Smtp, anyPort)] };
        _listener = new MailListener(change?.Invoke(options) ?? options, new MailDoor(FindAsync, TakeOverAsync), Clock, NullLogger<MailListener>.Instance);
    }

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero));
    public ConcurrentQueue<TakenMail> Mails { get; } = new();
    public Func<TakeOverAnswer> Store { get; set; } = () => TakeOverAnswer.Durable;
    public RecipientAnswer? DirectoryAnswer { get; set; }

    /// <summary>While set, the desk does not answer whether the mail is stored.</summary>
    public TaskCompletionSource? StoreHangs { get; set; }
    public int Connections => _listener.Connections;
    public int SpooledFiles => Directory.GetFiles(_spool).Length;
    public IPEndPoint Lmtp => _listener.Endpoints[0];
    public IPEndPoint Smtp => _listener.Endpoints[1];

    public static async Task<LiveDoor> OpenAsync(Func<MailDoorOptions, MailDoorOptions>? change = null)
    {
        var door = new LiveDoor(change);
        await door._listener.StartAsync(TestContext.Current.CancellationToken);
        return door;
    }

    public Task<RawClient> LmtpAsync() => RawClient.ConnectAsync(Lmtp);
    public Task<RawClient> SmtpAsync() => RawClient.ConnectAsync(Smtp);
    public Task StopAsync() => _listener.StopAsync(CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        StoreHangs?.TrySetResult();
        await _listener.DisposeAsync();
        Directory.Delete(_spool, recursive: true);
    }

    private ValueTask<RecipientAnswer> FindAsync(string address, CancellationToken cancel) => ValueTask.FromResult(
        DirectoryAnswer ?? (address.EndsWith("@lotse.example", StringComparison.Ordinal) && !address.StartsWith("no", StringComparison.Ordinal)
            ? RecipientAnswer.Known
            : RecipientAnswer.Unknown));

    private async Task<TakeOverAnswer> TakeOverAsync(ReceivedMail mail, MailEnvelope envelope, CancellationToken cancel)
    {
        if (StoreHangs is { } hanging) await hanging.Task.WaitAsync(cancel);
        using var reader = new StreamReader(mail.Open(), Encoding.Latin1);
        Mails.Enqueue(new TakenMail(await reader.ReadToEndAsync(cancel), envelope, mail.Sha256));
        return Store();
    }
}
