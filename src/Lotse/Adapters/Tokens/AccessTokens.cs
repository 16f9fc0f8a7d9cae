namespace Lotse.Adapters.Tokens;

/// <summary>The access tokens of one mailbox: asks for one when it is needed and keeps it until shortly before it runs out. One question at a time.</summary>
/// <param name="keep">Gets a new refresh token, before anybody gets the access token that came with it. Must not throw.</param>
public sealed class AccessTokens(OAuthClient client, TokenEndpoints endpoints, Func<OAuthClient, Task> keep, TimeProvider clock)
{
    /// <summary>A token that runs out sooner than this is not used any more.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(2);

    private readonly Lock _lock = new();
    private OAuthClient _client = client;
    private Task<GivenToken> _asking = Task.FromException<GivenToken>(new TokenRefused(TokenTrouble.EndpointAway, ""));
    private DateTimeOffset _asked;

    /// <summary>A token that should be taken; the last one again where it is still good.</summary>
    /// <param name="refused">The last one was not taken: ask for another.</param>
    /// <exception cref="TokenRefused">There is none for now.</exception>
    public async ValueTask<string> GetAsync(bool refused, CancellationToken cancel)
    {
        Task<GivenToken> asking;
        lock (_lock)
        {
            if (_asking.IsCompleted && (refused || !IsGood(_asking)))
            {
                _asked = clock.GetUtcNow();
                // Nobody who stops waiting stops the question: the answer may bring a new refresh token, and the old one may be spent.
                _asking = Task.Run(AskAsync, CancellationToken.None);
            }
            asking = _asking;
        }
        return (await asking.WaitAsync(cancel)).Token;
    }

    /// <summary>Whether a row that says so means these tokens. Refresh tokens change by themselves; an old one in a row that was read a moment ago is no change.</summary>
    public bool AreOf(OAuthClient other)
    {
        lock (_lock) return other with { RefreshToken = null } == _client with { RefreshToken = null } && _refreshed.Contains(other.RefreshToken ?? "");
    }

    /// <summary>Waits until no question is on its way.</summary>
    public Task SettleAsync()
    {
        lock (_lock) return _asking.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
    }

    private readonly HashSet<string> _refreshed = [client.RefreshToken ?? ""];

    private async Task<GivenToken> AskAsync()
    {
        var given = await endpoints.AskAsync(_client);
        if (given.RefreshToken is not { } next || _client.RefreshToken is null || next == _client.RefreshToken) return given;
        lock (_lock)
        {
            _client = _client with { RefreshToken = next };
            _refreshed.Add(next);
        }
        await keep(_client);
        return given;
    }

    private bool IsGood(Task<GivenToken> asked) => asked.IsCompletedSuccessfully && clock.GetUtcNow() < _asked + Life(asked.Result.Lives);

    private static TimeSpan Life(TimeSpan lives) => lives > Margin * 2 ? lives - Margin : lives / 2;
}
