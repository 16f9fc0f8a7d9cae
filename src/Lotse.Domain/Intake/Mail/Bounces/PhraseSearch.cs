namespace Lotse.Domain.Intake.Mail.Bounces;

/// <summary>Looks for hundreds of phrases in one pass over a text, however many they are (Aho and Corasick, 1975). Case does not count, and a run of blanks
/// and ends of line counts as one blank, because notices are wrapped anywhere.</summary>
public sealed class PhraseSearch
{
    public const int None = ushort.MaxValue;

    private readonly byte[] _letters = new byte[128];
    private readonly int _width;
    private readonly ushort[] _next;
    private readonly ushort[] _rank;

    /// <param name="phrases">In ASCII and lower case, with the rank of each; the same rank may stand for many.</param>
    public PhraseSearch(IReadOnlyList<(string Phrase, int Rank)> phrases)
    {
        var width = 1;
        foreach (var letter in phrases.SelectMany(p => p.Phrase).Distinct())
        {
            _letters[letter] = _letters[char.ToUpperInvariant(letter)] = (byte)width++;
        }
        foreach (var blank in "\t\r\n") _letters[blank] = _letters[' '];
        _width = width;
        var states = phrases.Sum(p => p.Phrase.Length) + 1;
        (_next, _rank) = (new ushort[states * width], new ushort[states]);
        Array.Fill(_rank, (ushort)None);
        var made = 1;
        foreach (var (phrase, rank) in phrases)
        {
            var state = 0;
            foreach (var letter in phrase)
            {
                ref var next = ref _next[state * width + _letters[letter]];
                if (next == 0) next = (ushort)made++;
                state = next;
            }
            _rank[state] = (ushort)Math.Min(_rank[state], rank);
        }
        Link();
    }

    /// <returns>The least rank of all phrases in the text, or <see cref="None"/>.</returns>
    public int Least(ReadOnlySpan<char> text)
    {
        var (letters, next, rank, width, blank) = (_letters, _next, _rank, _width, _letters[' ']);
        int least = None, state = 0, last = 0;
        foreach (var c in text)
        {
            int letter = c < letters.Length ? letters[c] : 0;
            if (letter == blank && last == blank && blank != 0) continue;
            last = letter;
            state = next[state * width + letter];
            if (rank[state] < least) least = rank[state];
        }
        return least;
    }

    /// <summary>Gives every state a way on for every letter: where its phrase ends, that of the longest phrase that may have begun meanwhile.</summary>
    private void Link()
    {
        var back = new ushort[_rank.Length];
        var waiting = new Queue<int>();
        for (var letter = 0; letter < _width; letter++) if (_next[letter] != 0) waiting.Enqueue(_next[letter]);
        while (waiting.TryDequeue(out var state))
        {
            _rank[state] = Math.Min(_rank[state], _rank[back[state]]);
            for (var letter = 0; letter < _width; letter++)
            {
                var other = _next[back[state] * _width + letter];
                ref var next = ref _next[state * _width + letter];
                if (next == 0)
                {
                    next = other;
                    continue;
                }
                back[next] = other;
                waiting.Enqueue(next);
            }
        }
    }
}
