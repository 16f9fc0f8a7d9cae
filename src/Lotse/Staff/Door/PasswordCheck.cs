using Lotse.Adapters.Database.Rows;
using Microsoft.AspNetCore.Identity;

namespace Lotse.Staff.Door;

/// <summary>Hashes passwords, which is slow on purpose: only a few at a time, so that a flood of tries leaves the desk some processor.</summary>
public sealed class PasswordCheck : IDisposable
{
    private readonly IPasswordHasher<AgentAccount> _hasher;
    private readonly SemaphoreSlim _turns = new(Math.Max(1, Environment.ProcessorCount / 2));
    private readonly Lazy<string> _decoy;

    public PasswordCheck(IPasswordHasher<AgentAccount> hasher)
    {
        _hasher = hasher;
        _decoy = new(() => hasher.HashPassword(Nobody, Adapters.Database.Ids.Secret()));
    }

    private static AgentAccount Nobody { get; } = new();

    public async Task<string> HashAsync(string password, CancellationToken cancel)
    {
        await _turns.WaitAsync(cancel);
        try
        {
            return await Task.Run(() => _hasher.HashPassword(Nobody, password), cancel);
        }
        finally
        {
            _turns.Release();
        }
    }

    /// <param name="hash">Null where there is no account or no password yet: then a decoy is compared, which takes as long.</param>
    public async Task<bool> IsRightAsync(string? hash, string password, CancellationToken cancel)
    {
        if (password.Length > Domain.Staff.Passwords.Longest) return false;
        await _turns.WaitAsync(cancel);
        try
        {
            var verdict = await Task.Run(() => _hasher.VerifyHashedPassword(Nobody, hash ?? _decoy.Value, password), cancel);
            return hash is not null && verdict != PasswordVerificationResult.Failed;
        }
        finally
        {
            _turns.Release();
        }
    }

    public void Dispose() => _turns.Dispose();
}
