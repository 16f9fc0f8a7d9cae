using Lotse.Adapters.Database;
using Lotse.Domain.Communities;
using Lotse.Domain.Intake.Mail;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Intake.Mail;

/// <summary>All mailboxes by address, kept in memory. An unknown address makes it look again, at most once a second,
/// so that a mailbox added elsewhere works at once and strangers cannot keep the database busy.</summary>
public sealed class MailboxDirectory(IServiceScopeFactory scopes, TimeProvider clock)
{
    private readonly SemaphoreSlim _loading = new(1, 1);
    private volatile IReadOnlyDictionary<string, Mailbox> _known = new Dictionary<string, Mailbox>();
    private DateTimeOffset _loadedAt = DateTimeOffset.MinValue;

    /// <param name="address">With or without a plus tag.</param>
    public async ValueTask<Mailbox?> FindAsync(string address, CancellationToken cancel)
    {
        var plain = MailAddresses.WithoutTag(address);
        if (_known.TryGetValue(plain, out var mailbox)) return mailbox;
        await LoadAsync(cancel);
        return _known.GetValueOrDefault(plain);
    }

    /// <summary>Whether one of our mailboxes has this address; does not look again.</summary>
    public bool IsOurs(string address) => _known.ContainsKey(MailAddresses.WithoutTag(address));

    private async Task LoadAsync(CancellationToken cancel)
    {
        await _loading.WaitAsync(cancel);
        try
        {
            if (clock.GetUtcNow() - _loadedAt < TimeSpan.FromSeconds(1)) return;
            await using var scope = scopes.CreateAsyncScope();
            var database = scope.ServiceProvider.GetRequiredService<DeskDatabase>();
            _known = await database.Mailboxes.ToDictionaryAsync(mailbox => mailbox.Address, StringComparer.Ordinal, cancel);
            _loadedAt = clock.GetUtcNow();
        }
        finally
        {
            _loading.Release();
        }
    }
}
