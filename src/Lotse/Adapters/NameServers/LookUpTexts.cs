using System.Collections.Concurrent;
using System.Net;
using DnsClient;
using DnsClient.Protocol;

namespace Lotse.Adapters.NameServers;

/// <summary>Looks up TXT records in DNS and remembers the answers for some minutes. Bounded in time, whatever the name servers do.</summary>
/// <param name="server">Whom to ask; null for those of this machine.</param>
public sealed class LookUpTexts(IPEndPoint? server, TimeProvider clock)
{
    /// <summary>For one name, all tries included.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(5);

    /// <summary>An answer that was none is asked for again sooner.</summary>
    private static readonly TimeSpan RememberedFailure = TimeSpan.FromSeconds(20);

    private const int Most = 500;

    private readonly Lazy<LookupClient> _client = new(() => new LookupClient(Options(server)));
    private readonly ConcurrentDictionary<string, (Task<IReadOnlyList<string>?> Answer, DateTimeOffset At)> _answers = new(StringComparer.OrdinalIgnoreCase);

    /// <returns>The records' texts, none where there are none, null where there was no answer.</returns>
    public Task<IReadOnlyList<string>?> AskAsync(string name)
    {
        var now = clock.GetUtcNow();
        if (_answers.TryGetValue(name, out var known) && now < known.At + (known.Answer is { IsCompletedSuccessfully: true, Result: null } ? RememberedFailure : Remembered)) return known.Answer;
        if (_answers.Count >= Most) _answers.Clear();
        var asking = LookAsync(name);
        _answers[name] = (asking, now);
        return asking;
    }

    /// <summary>Reads ADDRESS or ADDRESS:PORT.</summary>
    /// <exception cref="FormatException">It is neither; the message is fit to be shown.</exception>
    public static IPEndPoint? ServerOf(string? text) => text is null ? null
        : IPEndPoint.TryParse(text, out var server) ? new IPEndPoint(server.Address, server.Port == 0 ? 53 : server.Port)
        : throw new FormatException($"'{text}' is not the address of a name server such as 192.0.2.1 or 192.0.2.1:53.");

    private async Task<IReadOnlyList<string>?> LookAsync(string name)
    {
        using var late = new CancellationTokenSource(Patience, clock);
        try
        {
            var answer = await _client.Value.QueryAsync(name, QueryType.TXT, QueryClass.IN, late.Token).WaitAsync(late.Token);
            if (answer.HasError) return answer.Header.ResponseCode == DnsHeaderResponseCode.NotExistentDomain ? [] : null;
            return [.. answer.Answers.OfType<TxtRecord>().Select(record => string.Concat(record.Text))];
        }
        catch (Exception e) when (e is DnsResponseException or OperationCanceledException or InvalidOperationException or IOException or System.Net.Sockets.SocketException or ArgumentException)
        {
            return null;
        }
    }

    private static LookupClientOptions Options(IPEndPoint? server)
    {
        var options = server is null ? new LookupClientOptions() : new LookupClientOptions(server);
        options.UseCache = false;
        options.ThrowDnsErrors = false;
        options.Retries = 1;
        options.Timeout = TimeSpan.FromSeconds(2);
        return options;
    }
}
