using System.Collections.Concurrent;
using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Writing;
using Lotse.Adapters.Tokens;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Intake.Mail.Fetching;

/// <summary>The access tokens of those mailboxes that sign in by them. A new refresh token is written into the mailbox's row, as the old one may be spent.</summary>
public sealed class MailboxTokens(IServiceScopeFactory scopes, IDataProtectionProvider keys, WriteGate gate, TokenEndpoints endpoints, TimeProvider clock, ILogger<MailboxTokens> log)
{
    private readonly ConcurrentDictionary<string, AccessTokens> _tokens = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, OAuthClient> _unkept = new(StringComparer.Ordinal);

    /// <summary>The same object for as long as the settings are the same. Called by one at a time.</summary>
    public AccessTokens Of(string address, OAuthClient client)
    {
        if (_tokens.TryGetValue(address, out var known) && known.AreOf(client)) return known;
        _unkept.TryRemove(address, out _); // Somebody has set another one meanwhile.
        return _tokens[address] = new AccessTokens(client, endpoints, renewed => KeepAsync(address, renewed), clock);
    }

    /// <summary>Writes down what could not be written while the store was away.</summary>
    public async Task KeepAllAsync()
    {
        foreach (var (address, renewed) in _unkept) await KeepAsync(address, renewed);
    }

    /// <summary>Waits for the questions that are on their way, as their answers may have to be kept.</summary>
    public async Task SettleAsync()
    {
        foreach (var tokens in _tokens.Values) await tokens.SettleAsync();
        await KeepAllAsync();
    }

    private async Task KeepAsync(string address, OAuthClient renewed)
    {
        _unkept[address] = renewed;
        try
        {
            using var pass = await gate.EnterAsync(CancellationToken.None);
            await using var scope = scopes.CreateAsyncScope();
            var database = scope.ServiceProvider.GetRequiredService<DeskDatabase>();
            var kept = await database.Mailboxes.Where(m => m.Address == address).Select(m => m.Imap).SingleOrDefaultAsync();
            // Settings that were changed meanwhile are somebody's will, and win.
            if (kept is not null && MailboxImap.Unprotect(keys, kept) is { OAuth: { } before } imap && _tokens.GetValueOrDefault(address)?.AreOf(before) == true)
            {
                var next = (imap with { OAuth = renewed }).Protect(keys);
                await database.Mailboxes.Where(m => m.Address == address && m.Imap == kept).ExecuteUpdateAsync(set => set.SetProperty(m => m.Imap, next));
            }
            _unkept.TryRemove(new(address, renewed));
        }
        catch (Exception e)
        {
            log.LogWarning("A new refresh token could not be kept yet: {Error}", StoreHealth.CodeOf(e) ?? e.GetType().Name);
        }
    }
}
