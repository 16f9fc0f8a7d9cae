using Lotse.Adapters.MailServer.Door;

namespace Lotse.Adapters.MailServer.Imap;

/// <summary>Watches any number of mailboxes at once, each with a connection and a task of its own, so that none waits for another.</summary>
/// <param name="spool">Folder for large mails on their way in; see <see cref="ReceivedMail"/>.</param>
public sealed class ImapWatch(string spool, MailDoor door, ImapMemory memory, TimeProvider time, ILoggerFactory loggers) : IAsyncDisposable
{
    private readonly SemaphoreSlim _turn = new(1);
    private readonly Dictionary<string, Watched> _watched = new(StringComparer.OrdinalIgnoreCase);

    private sealed record Watched(ImapMailboxOptions Options, CancellationTokenSource Stop, Task Running);

    /// <summary>Watches these mailboxes from now on and no others. Those whose options have not changed are not disturbed.</summary>
    public async Task WatchAsync(IReadOnlyList<ImapMailboxOptions> mailboxes)
    {
        await _turn.WaitAsync();
        try
        {
            var wanted = mailboxes.ToDictionary(mailbox => mailbox.Address, StringComparer.OrdinalIgnoreCase);
            var ended = _watched.Where(one => !wanted.TryGetValue(one.Key, out var options) || options != one.Value.Options).ToList();
            foreach (var (address, _) in ended) _watched.Remove(address);
            await Task.WhenAll(ended.Select(one => EndAsync(one.Value)));
            foreach (var options in mailboxes.Where(options => !_watched.ContainsKey(options.Address))) _watched[options.Address] = Begin(options);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Lets each mailbox finish the mail it is just taking.</summary>
    public async ValueTask DisposeAsync()
    {
        await WatchAsync([]);
        _turn.Dispose();
    }

    private Watched Begin(ImapMailboxOptions options)
    {
        var stop = new CancellationTokenSource();
        var mailbox = new ImapMailbox(options, spool, door, memory, time, loggers.CreateLogger<ImapMailbox>());
        return new Watched(options, stop, Task.Run(() => mailbox.RunAsync(stop.Token)));
    }

    private static async Task EndAsync(Watched watched)
    {
        await watched.Stop.CancelAsync();
        await watched.Running;
        watched.Stop.Dispose();
    }
}
