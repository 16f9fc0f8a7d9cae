using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Rows;
using Lotse.Adapters.Database.Writing;
using Lotse.Adapters.Secrets;
using Lotse.Adapters.Tokens;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Replies;

/// <summary>The access tokens by which the desk signs in where its mail goes out. Their settings lie in a row of their own, looked at for each new connection,
/// so that it does not matter which process changed them; a new refresh token is written there.</summary>
public sealed class SendingTokens(IServiceScopeFactory scopes, IDataProtectionProvider keys, WriteGate gate, TokenEndpoints endpoints, TimeProvider clock, ILogger<SendingTokens> log)
    : IDisposable
{
    private const string Purpose = "smtp-oauth";

    private readonly SemaphoreSlim _turn = new(1);
    private AccessTokens? _tokens;
    private OAuthClient? _unkept;

    /// <exception cref="TokenRefused">There is none for now.</exception>
    public async ValueTask<string> GetAsync(bool refused, CancellationToken cancel)
    {
        AccessTokens tokens;
        await _turn.WaitAsync(cancel);
        try
        {
            tokens = await KnownAsync(cancel);
        }
        finally
        {
            _turn.Release();
        }
        return await tokens.GetAsync(refused, cancel);
    }

    /// <summary>Puts settings down, or takes them away.</summary>
    public static async Task SetAsync(DeskDatabase database, IDataProtectionProvider keys, OAuthClient? client, CancellationToken cancel)
    {
        var row = await database.Settings.AsTracking().SingleOrDefaultAsync(s => s.Name == Setting.SmtpOAuth, cancel);
        if (client is null && row is not null) database.Settings.Remove(row);
        if (client is null) return;
        if (row is null) database.Settings.Add(row = new Setting { Name = Setting.SmtpOAuth });
        row.Value = ProtectedJson.Write(keys, Purpose, client);
    }

    /// <summary>Waits for the question that is on its way, as its answer may have to be kept.</summary>
    public Task SettleAsync() => _tokens?.SettleAsync() ?? Task.CompletedTask;

    public void Dispose() => _turn.Dispose();

    private async Task<AccessTokens> KnownAsync(CancellationToken cancel)
    {
        if (_unkept is { } renewed) await KeepAsync(renewed);
        await using var scope = scopes.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<DeskDatabase>();
        var kept = await database.Settings.Where(s => s.Name == Setting.SmtpOAuth).Select(s => s.Value).SingleOrDefaultAsync(cancel);
        if (kept is null || ProtectedJson.Read<OAuthClient>(keys, Purpose, kept) is not { } client)
        {
            throw new TokenRefused(TokenTrouble.Client, kept is null ? "lotse sending oauth" : "The desk's keys do not open the settings; set them anew.");
        }
        if (_tokens?.AreOf(client) == true) return _tokens;
        _unkept = null;
        return _tokens = new AccessTokens(client, endpoints, KeepAsync, clock);
    }

    private async Task KeepAsync(OAuthClient renewed)
    {
        _unkept = renewed;
        try
        {
            using var pass = await gate.EnterAsync(CancellationToken.None);
            await using var scope = scopes.CreateAsyncScope();
            var database = scope.ServiceProvider.GetRequiredService<DeskDatabase>();
            var kept = await database.Settings.Where(s => s.Name == Setting.SmtpOAuth).Select(s => s.Value).SingleOrDefaultAsync();
            // Settings that were changed meanwhile are somebody's will, and win.
            if (kept is not null && ProtectedJson.Read<OAuthClient>(keys, Purpose, kept) is { } before && _tokens?.AreOf(before) == true)
            {
                var next = ProtectedJson.Write(keys, Purpose, renewed);
                await database.Settings.Where(s => s.Name == Setting.SmtpOAuth && s.Value == kept).ExecuteUpdateAsync(set => set.SetProperty(s => s.Value, next));
            }
            if (_unkept == renewed) _unkept = null;
        }
        catch (Exception e)
        {
            log.LogWarning("A new refresh token could not be kept yet: {Error}", StoreHealth.CodeOf(e) ?? e.GetType().Name);
        }
    }
}
