namespace Lotse.Search.Offering;

/// <summary>In about how many tickets of a community a word turned out to be: whoever looks for rare words asks for the rarest first. Each desk learns its own.</summary>
public sealed class WordFrequencies(TimeProvider clock)
{
    /// <summary>Tickets are deleted and merged, so nothing is believed for ever.</summary>
    internal static readonly TimeSpan Believed = TimeSpan.FromHours(6);

    /// <summary>A few megabytes; then it starts anew.</summary>
    internal const int Most = 30_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<(long Community, string Word), (int Tickets, DateTimeOffset Until)> _known = [];

    /// <param name="word">Folded.</param>
    /// <returns>Tickets; null where nobody has looked for it lately.</returns>
    public int? Of(long community, string word)
    {
        lock (_lock) return _known.TryGetValue((community, word), out var known) && clock.GetUtcNow() < known.Until ? known.Tickets : null;
    }

    public void Learn(long community, string word, int tickets)
    {
        lock (_lock)
        {
            if (_known.Count >= Most) _known.Clear();
            _known[(community, word)] = (tickets, clock.GetUtcNow() + Believed);
        }
    }
}
