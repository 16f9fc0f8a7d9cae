using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Lotse.Adapters.Web;

namespace Lotse.Knowledge.Articles.Help;

/// <summary>How much one network address may ask and say in a minute, and whether it has said so just now. All of it in memory only.</summary>
/// <remarks>Whoever clicks twice counts once: for a while it is known that somebody from this address with this browser has said something of this article, as a
/// keyed hash whose key is made when the desk starts and kept nowhere. Two desks beside each other each count one: a best effort, for there is no cookie.</remarks>
public sealed class HelpBounds(TimeProvider clock) : IDisposable
{
    private const int SearchesPerMinute = 120, WordsPerMinute = 12, RememberedAtMost = 20_000;

    private static readonly TimeSpan s_while = TimeSpan.FromMinutes(10);

    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);
    private readonly ConcurrentDictionary<string, DateTimeOffset> _said = new(StringComparer.Ordinal);
    private readonly Throttle _searching = new(SearchesPerMinute), _saying = new(WordsPerMinute);

    public bool MaySearch(HttpContext http) => _searching.Admits(http);

    public bool MaySay(HttpContext http) => _saying.Admits(http);

    /// <returns>False where the same was said a moment ago.</returns>
    public bool IsFirst(HttpContext http, long articleId, string language)
    {
        var now = clock.GetUtcNow();
        if (_said.Count >= RememberedAtMost)
        {
            foreach (var (who, at) in _said) if (now - at > s_while) _said.TryRemove(who, out _);
            if (_said.Count >= RememberedAtMost) _said.Clear();
        }
        var from = string.Create(CultureInfo.InvariantCulture, $"{http.Connection.RemoteIpAddress}\n{http.Request.Headers.UserAgent}\n{articleId}\n{language}");
        var one = Convert.ToBase64String(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(from)));
        while (true)
        {
            if (_said.TryAdd(one, now)) return true;
            if (!_said.TryGetValue(one, out var before)) continue;
            if (now - before <= s_while) return false;
            if (_said.TryUpdate(one, now, before)) return true;
        }
    }

    public void Dispose()
    {
        _searching.Dispose();
        _saying.Dispose();
    }
}
