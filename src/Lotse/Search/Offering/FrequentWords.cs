namespace Lotse.Search.Offering;

/// <summary>Words that turned out to be in so many tickets of a community that they tell nothing about one: whoever looks for rare words need not look for these again. Each desk learns its own.</summary>
public sealed class FrequentWords(TimeProvider clock)
{
    /// <summary>Tickets are deleted and merged, so nothing is believed for ever.</summary>
    internal static readonly TimeSpan Believed = TimeSpan.FromHours(6);

    /// <summary>A few megabytes; then it starts anew.</summary>
    internal const int Most = 30_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<(long Community, string Word), DateTimeOffset> _until = [];

    /// <param name="word">Folded.</param>
    public bool Has(long community, string word)
    {
        lock (_lock) return _until.TryGetValue((community, word), out var until) && clock.GetUtcNow() < until;
    }

    public void Learn(long community, string word)
    {
        lock (_lock)
        {
            if (_until.Count >= Most) _until.Clear();
            _until[(community, word)] = clock.GetUtcNow() + Believed;
        }
    }
}
