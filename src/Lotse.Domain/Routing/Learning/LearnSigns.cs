using System.Collections.Frozen;
using Lotse.Domain.Search.Words;

namespace Lotse.Domain.Routing.Learning;

/// <summary>What corrections say about a request.</summary>
/// <param name="To">The category; of spam, see <see cref="LearnedSpam"/>.</param>
/// <param name="Corrections">So many had the word that most had.</param>
/// <param name="Words">As the request has them, those first that most corrections had.</param>
/// <param name="Acts">Enough for the desk to act by itself.</param>
public sealed record LearnedGuess(long To, int Corrections, IReadOnlyList<string> Words, bool Acts)
{
    /// <summary>Agreeing corrections from which on it outweighs what a mailbox says.</summary>
    public const int StrongFrom = 5;

    public bool IsStrong => Acts && Corrections >= StrongFrom && Words.Count > 1;
}

/// <summary>A word and how many corrections spoke for a category by it, and against.</summary>
public sealed record LearnedWord(string Word, int For, int Against);

/// <summary>Learns from corrections which words speak for which category. Everything is made anew of the corrections, so that forgetting is as easy as leaving one out, and every desk learns the same.</summary>
/// <remarks>A word is a sign of a category where at least two corrections by it agree and at most a quarter does not. Two such words, or one that three corrections agree on, are enough to act;
/// one word of one correction is enough to suggest.</remarks>
public sealed class LearnSigns
{
    /// <summary>Words that are known in a community; the least useful are dropped.</summary>
    public const int MostWords = 2000;

    /// <summary>Corrections that have to agree on a word, and on one that stands alone; so many times more have to be for it than against; words that are named.</summary>
    private const int Agreeing = 2, Alone = 3, Outweighs = 3, Named = 4;

    private readonly FrozenDictionary<(long Community, LearnedKind Kind, string Form), Sign> _signs;
    private readonly FrozenSet<(long, LearnedKind)> _known;

    /// <param name="corrections">One a ticket and kind.</param>
    public LearnSigns(IEnumerable<Correction> corrections)
    {
        var signs = new Dictionary<(long Community, LearnedKind Kind, string Form), Sign>();
        var forms = new Dictionary<string, string[]>(StringComparer.Ordinal); // The same words come again and again: each is bent once.
        foreach (var one in WithHonest([.. corrections.OrderBy(one => one.Id).ThenBy(one => one.Kind)]).OrderBy(one => one.Id).ThenBy(one => one.Kind))
        {
            foreach (var (form, word) in Forms(one.Words.Split(' ', StringSplitOptions.RemoveEmptyEntries), forms))
            {
                var key = (one.CommunityId, one.Kind, form);
                if (!signs.TryGetValue(key, out var sign)) signs[key] = sign = new Sign(word);
                sign.Add(one);
            }
        }
        _signs = signs.GroupBy(one => one.Key.Community).SelectMany(of => of.OrderByDescending(one => one.Value.Use).ThenByDescending(one => one.Value.LastId).ThenBy(one => one.Key.Form, StringComparer.Ordinal).Take(MostWords)).ToFrozenDictionary();
        _known = _signs.Keys.Select(key => (key.Community, key.Kind)).ToFrozenSet();
    }

    public static LearnSigns Nothing { get; } = new([]);

    /// <summary>Something was learned there.</summary>
    public bool Knows(long community, LearnedKind kind) => _known.Contains((community, kind));

    /// <summary>What is known best first; nothing where two categories are as likely.</summary>
    public LearnedGuess? Best(long community, LearnedKind kind, string subject, string text)
    {
        var all = All(community, kind, subject, text);
        return all.Count > 0 && (all.Count == 1 || Weight(all[0]).CompareTo(Weight(all[1])) > 0) ? all[0].Guess : null;
    }

    /// <summary>All that some correction speaks for and less against, the likeliest first.</summary>
    public IReadOnlyList<LearnedGuess> Suggest(long community, LearnedKind kind, string subject, string text) => [.. All(community, kind, subject, text).Select(one => one.Guess)];

    /// <summary>What corrections have said about exactly this word, such as an address: how many called it that, and how many did not.</summary>
    public LearnedWord? Exactly(long community, LearnedKind kind, string word, long to) =>
        _signs.TryGetValue((community, kind, word.ToLowerInvariant()), out var sign) && sign.For(to) + sign.Against(to) > 0 ? new LearnedWord(word, sign.For(to), sign.Against(to)) : null;

    /// <summary>The words that speak for a category, the surest first.</summary>
    public IReadOnlyList<LearnedWord> WordsOf(long community, LearnedKind kind, long to) => [.. _signs.Where(one => one.Key.Community == community && one.Key.Kind == kind && one.Value.For(to) > one.Value.Against(to))
        .OrderByDescending(one => one.Value.For(to) - one.Value.Against(to)).ThenBy(one => one.Value.Word, StringComparer.Ordinal)
        .DistinctBy(one => FoldedWord.Of(one.Value.Word), StringComparer.Ordinal).Select(one => new LearnedWord(one.Value.Word, one.Value.For(to), one.Value.Against(to)))];

    private List<(LearnedGuess Guess, int Sure, int Sum)> All(long community, LearnedKind kind, string subject, string text)
    {
        if (!Knows(community, kind)) return [];
        var found = new Dictionary<long, List<LearnedWord>>();
        foreach (var word in TellingWords.All(subject, text))
        {
            // Of the forms of a word the one that most corrections had, for each category.
            var signs = FormsOf(word).Select(form => _signs.GetValueOrDefault((community, kind, form))).OfType<Sign>().ToList();
            foreach (var to in signs.SelectMany(sign => sign.All).Distinct())
            {
                var best = signs.Select(sign => new LearnedWord(word, sign.For(to), sign.Against(to))).MaxBy(one => one.For - one.Against)!;
                if (best.For <= best.Against) continue;
                if (!found.TryGetValue(to, out var words)) found[to] = words = [];
                words.Add(best);
            }
        }
        return [.. found.Select(one => Guess(one.Key, one.Value)).OrderByDescending(Weight).ThenBy(one => one.Guess.To)];
    }

    private static (LearnedGuess Guess, int Sure, int Sum) Guess(long to, List<LearnedWord> words)
    {
        var signs = words.FindAll(word => word.For >= Agreeing && word.For >= Outweighs * word.Against);
        var acts = signs.Count > 1 || signs.Exists(word => word.For >= Alone);
        var shown = (acts ? signs : words).OrderByDescending(word => word.For).ThenBy(word => word.Word, StringComparer.Ordinal).ToList();
        return (new LearnedGuess(to, shown[0].For, [.. shown.Take(Named).Select(word => word.Word)], acts), signs.Sum(word => word.For), words.Sum(word => word.For - word.Against));
    }

    private static (bool, int, int) Weight((LearnedGuess Guess, int Sure, int Sum) one) => (one.Guess.Acts, one.Sure, one.Sum);

    /// <summary>What somebody has said the product or topic of is no spam: so words that everybody writes do not become signs of it.</summary>
    private static IEnumerable<Correction> WithHonest(List<Correction> all)
    {
        var called = all.Where(one => one.Kind == LearnedKind.Spam).Select(one => one.TicketId).ToHashSet();
        return all.Concat(all.Where(one => one.Kind != LearnedKind.Spam && one.To is not null && called.Add(one.TicketId))
            .Select(one => new Correction { Id = one.Id, CommunityId = one.CommunityId, TicketId = one.TicketId, Kind = LearnedKind.Spam, To = LearnedSpam.IsNot, Words = one.Words }));
    }

    private static IEnumerable<(string Form, string Word)> Forms(IEnumerable<string> words, Dictionary<string, string[]> known) => words.SelectMany(word =>
    {
        if (!known.TryGetValue(word, out var forms)) known[word] = forms = [.. FormsOf(word)];
        return forms.Select(form => (Form: form, Word: word));
    }).DistinctBy(one => one.Form, StringComparer.Ordinal);

    private static IEnumerable<string> FormsOf(string word) => word.Contains('@', StringComparison.Ordinal) ? [word.ToLowerInvariant()] : SearchWords.Sought(word).Distinct(StringComparer.Ordinal);

    /// <summary>A form of a word, and what the corrections of tickets said in which it stood.</summary>
    private sealed class Sign(string word)
    {
        private readonly Dictionary<long, int> _to = [];
        private int _all;

        public string Word => word;

        public long LastId { get; private set; }

        public IEnumerable<long> All => _to.Keys;

        /// <summary>How far it tells one category from all else.</summary>
        public int Use => _to.Count == 0 ? -_all : _to.Max(one => (2 * one.Value) - _all);

        public int For(long to) => _to.GetValueOrDefault(to);

        public int Against(long to) => _all - For(to);

        public void Add(Correction one)
        {
            _all++;
            LastId = one.Id;
            if (one.To is { } to) _to[to] = _to.GetValueOrDefault(to) + 1;
        }
    }
}
