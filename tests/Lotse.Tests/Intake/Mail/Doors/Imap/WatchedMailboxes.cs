using System.Collections.Concurrent;
using System.Text;
using Lotse.Adapters.MailServer;
using Lotse.Adapters.MailServer.Door;
using Lotse.Adapters.MailServer.Imap;
using Microsoft.Extensions.Logging.Abstractions;
using MimeKit;

namespace Lotse.Tests.Intake.Mail.Doors.Imap;

/// <summary>A desk that empties IMAP mailboxes and remembers what it got, across restarts of its watch.</summary>
internal sealed class WatchedMailboxes : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, ImapCursor> _cursors = new();
    private readonly ConcurrentDictionary<string, MailboxHealth> _health = new();
    private readonly TimeProvider _clock;
    private ImapWatch _watch;

    public WatchedMailboxes(TimeProvider? clock = null)
    {
        _clock = clock ?? TimeProvider.System;
        _watch = NewWatch();
    }

    /// <summary>Subjects in the order of arrival, with repetitions.</summary>
    public ConcurrentQueue<string> Subjects { get; } = new();
    public ConcurrentQueue<MailEnvelope> Envelopes { get; } = new();
    public ConcurrentQueue<long> Sizes { get; } = new();
    public Func<string, TakeOverAnswer> Store { get; set; } = _ => TakeOverAnswer.Durable;
    public TaskCompletionSource? StoreHangs { get; set; }

    public MailboxHealth? HealthOf(string address) => _health.GetValueOrDefault(address);
    public ImapCursor? CursorOf(string address) => _cursors.GetValueOrDefault(address);
    public void Forget(string address) => _cursors.TryRemove(address, out _);
    public Task WatchAsync(params ImapMailboxOptions[] mailboxes) => _watch.WatchAsync(mailboxes);

    /// <summary>Waits until these subjects have come, in this order, and nothing else.</summary>
    public async Task HasAsync(params IEnumerable<string> subjects)
    {
        var wanted = subjects.ToList();
        await Eventually.Async(() => Subjects.Count >= wanted.Count, seconds: 20);
        Xunit.Assert.Equal(wanted, Subjects);
    }

    public async Task RestartAsync()
    {
        await _watch.DisposeAsync();
        _watch = NewWatch();
    }

    public ValueTask DisposeAsync() => _watch.DisposeAsync();

    private ImapWatch NewWatch() => new(Path.GetTempPath(), new MailDoor(FindAsync, TakeOverAsync), Memory(), _clock, NullLoggerFactory.Instance);

    private ImapMemory Memory() => new(
        (from, _) => ValueTask.FromResult(_cursors.GetValueOrDefault(from.Address)),
        (from, cursor, _) =>
        {
            _cursors[from.Address] = cursor with { LastMailAt = _clock.GetUtcNow() };
            return ValueTask.CompletedTask;
        },
        health => _health[health.Mailbox] = health);

    private static ValueTask<RecipientAnswer> FindAsync(string address, CancellationToken cancel) => throw new InvalidOperationException("IMAP asks for no recipients.");

    private async Task<TakeOverAnswer> TakeOverAsync(ReceivedMail mail, MailEnvelope envelope, CancellationToken cancel)
    {
        if (StoreHangs is { } hanging) await hanging.Task.WaitAsync(cancel);
        await using var bytes = mail.Open();
        var subject = Encoding.UTF8.GetString((await HeaderList.LoadAsync(bytes, cancel)).First(header => header.Id == HeaderId.Subject).RawValue).Trim();
        var answer = Store(subject);
        if (answer != TakeOverAnswer.Durable) return answer;
        Sizes.Enqueue(mail.Length);
        Envelopes.Enqueue(envelope);
        Subjects.Enqueue(subject);
        return answer;
    }
}
