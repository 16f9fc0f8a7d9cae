using System.Collections.Frozen;
using System.Text;

namespace Lotse.Domain.Intake.Mail.Quotes;

/// <summary>The line above a quote that says who wrote it and when, in the languages of the mail programs that our users have.</summary>
internal static class Attribution
{
    private const int MostLines = 4;
    private const int Longest = 400;
    private const string Blanks = " \t\u00a0";

    /// <summary>Words with which such a line begins.</summary>
    private static readonly string[] Intros =
    [
        "On ", "Am ", "Le ", "Il ", "El ", "Op ", "Den ", "På ", "W dniu ", "Dnia ", "Em ", "No dia ", "At ", "Dne ", "Dňa ", "Pe ", "La ", "A ", "Pada ", "În ",
        "Dana ", "Στις ", "В ", "---- On ", "---- Am ", "Vào ", "On\u00a0", "Am\u00a0", "Le\u00a0", "Il\u00a0", "ons ", "Den\u00a0", "tir. ", "fre. ", "ti ", "ke ", "to ",
    ];

    /// <summary>By their first letter: most lines begin with another one.</summary>
    private static readonly FrozenDictionary<char, string[]> IntrosByStart = Intros.GroupBy(i => i[0]).ToFrozenDictionary(g => g.Key, g => g.ToArray());

    private static readonly string[] Verbs =
    [
        "wrote", "sent", "writes", "schrieb", "hat geschrieben", "geschrieben", "a écrit", "a ecrit", "ha scritto", "scrive", "escribió", "escribio", "schreef",
        "geschreven", "skrev", "napisał", "napisał(a)", "napisała", "pisze", "escreveu", "написал", "написал(а)", "написала", "пишет", "пише", "написав", "kirjoitti", "yazdı",
        "写道", "寫道", "のメール", "napsal", "napsal(a)", "napísal", "írta", "a scris", "έγραψε", "đã viết", "menulis", "said",
    ];

    /// <summary>By their last letter, of which every line has only one.</summary>
    private static readonly FrozenDictionary<char, string[]> VerbsByEnd = Verbs.GroupBy(v => v[^1]).ToFrozenDictionary(g => g.Key, g => g.ToArray());

    private static readonly System.Buffers.SearchValues<string> AnyVerb = System.Buffers.SearchValues.Create([.. Verbs.Where(verb => Ascii.IsValid(verb))], StringComparison.OrdinalIgnoreCase);

    /// <summary>How many lines the attribution that begins in line <paramref name="at"/> takes; 0 where none begins. Mail programs break it anywhere.</summary>
    public static int Lines(IReadOnlyList<string> lines, int at, int end) => MayBegin(lines[at]) ? LinesFrom(lines, at, end) : 0;

    /// <summary>As <see cref="Lines"/>, for a line that <see cref="MayBegin"/> one.</summary>
    public static int LinesFrom(IReadOnlyList<string> lines, int at, int end)
    {
        Span<char> room = stackalloc char[Longest + 1];
        var first = lines[at].AsSpan().TrimStart(Blanks).TrimEnd();
        if (first.Length > Longest) return IsWhole(first) ? 1 : 0;
        first.CopyTo(room);
        ReadOnlySpan<char> joined = room[..first.Length];
        for (int used = 1, words = 1; ; used++)
        {
            if (IsWhole(joined)) return used;
            if (words >= MostLines || at + used >= end || joined.EndsWith(':')) return 0;
            var next = lines[at + used].AsSpan().Trim();
            if (next.Length == 0)
            {
                // Only a broken address goes on behind an empty line.
                if (at + used + 1 >= end || !lines[at + used + 1].TrimStart().StartsWith('<')) return 0;
                continue;
            }
            if (next.Length > 200 || (next[0] == '>' && !next.StartsWith(">:") && !EndsWithVerb(next)) || joined.Length + next.Length > Longest) return 0;
            room[joined.Length] = ' ';
            next.CopyTo(room[(joined.Length + 1)..]);
            joined = room[..(joined.Length + 1 + next.Length)];
            words++;
        }
    }

    /// <summary>Where an attribution begins behind other words in the same line ("thanks On Wed, Apr 4, 2012 ... wrote:"), or 0.</summary>
    public static int InsideLine(string line)
    {
        if (line.Length > Longest || !line.Contains('@', StringComparison.Ordinal) || !EndsWithVerb(line.TrimEnd())) return 0;
        foreach (var intro in (ReadOnlySpan<string>)[" On ", " Am "])
        {
            var at = line.IndexOf(intro, StringComparison.Ordinal);
            if (at > 0 && line.AsSpan(at).IndexOfAnyInRange('0', '9') >= 0) return at + 1;
        }
        return 0;
    }

    /// <summary>A cheap look at one line, before lines are joined.</summary>
    public static bool MayBegin(ReadOnlySpan<char> raw)
    {
        var line = raw.TrimStart(Blanks);
        if (line.Length < 5 || line.Length > Longest) return false;
        return HasIntro(line) || line.IndexOfAny('@', '<') >= 0 || (char.IsAsciiDigit(line[0]) && line.Contains(':')) || EndsWithVerb(line)
            || line.Contains("schrieb am ", StringComparison.Ordinal);
    }

    /// <summary>Every form of such a line ends with one of these marks, or has an address in brackets.</summary>
    private static bool MayEnd(ReadOnlySpan<char> line) => line.Length > 0 && (line[^1] is ':' or '：' or '-' or '>' || line.TrimEnd() is [.., ':' or '：' or '-' or '>']
        || (line.Contains('@') && line.Contains('>')));

    private static bool IsWhole(ReadOnlySpan<char> line)
    {
        if (!MayEnd(line)) return false;
        var hasDigit = line.IndexOfAnyInRange('0', '9') >= 0;
        var hasAddress = line.Contains('@') && (line.IndexOfAny('<', '(') >= 0 || line.Contains("&lt;", StringComparison.Ordinal));
        var begins = HasIntro(line);
        if (EndsWithVerb(line)) return (begins && hasDigit) || hasAddress || (hasDigit && char.IsAsciiDigit(line[0]));
        if (!line.EndsWith(':')) return DateAndAddress(line, '>');
        if (DateAndAddress(line, ':')) return true;
        return hasDigit && (begins || hasAddress || line.Contains("schrieb am ", StringComparison.Ordinal)) && HasVerb(line) && HasYearOrTime(line);
    }

    private static bool HasIntro(ReadOnlySpan<char> line)
    {
        if (line.Length == 0 || !IntrosByStart.TryGetValue(line[0], out var intros)) return false;
        foreach (var intro in intros) if (line.StartsWith(intro)) return true;
        return false;
    }

    private static bool EndsWithVerb(ReadOnlySpan<char> line)
    {
        var last = line.TrimEnd();
        if (last.Length == 0 || (last[^1] is not (':' or '：' or '-') && !(line.Contains('@') && line.Contains('>')))) return false;
        var end = last.TrimEnd(" :：-*\u00a0\u200b");
        if (end.Length == 0 || !VerbsByEnd.TryGetValue(char.ToLowerInvariant(end[^1]), out var verbs)) return false;
        foreach (var verb in verbs)
        {
            if (!end.EndsWith(verb, StringComparison.OrdinalIgnoreCase)) continue;
            // "wrote" without a colon ends many sentences of people; only an address makes it an attribution.
            var colon = last[^1] is ':' or '：' || line.EndsWith("----");
            return colon || (line.Contains('@') && line.Contains('>'));
        }
        return false;
    }

    private static bool HasVerb(ReadOnlySpan<char> line)
    {
        if (Ascii.IsValid(line) && !line.ContainsAny(AnyVerb)) return false;
        foreach (var verb in Verbs)
        {
            var at = line.IndexOf(verb, StringComparison.OrdinalIgnoreCase);
            if (at > 0 && (at + verb.Length >= line.Length || !char.IsLetter(line[at + verb.Length]))) return true;
        }
        return false;
    }

    /// <summary>"2013/7/20 Anna &lt;anna@kunde.example&gt;" and "30.09.2017, 18.30, "Anna" &lt;...&gt;:".</summary>
    private static bool DateAndAddress(ReadOnlySpan<char> line, char last) =>
        char.IsAsciiDigit(line[0]) && line[^1] == last && line.Contains('@') && line.Contains('<')
        && HasYearOrTime(line);

    private static bool HasYearOrTime(ReadOnlySpan<char> line)
    {
        for (var i = 0; i + 3 < line.Length; i++)
        {
            if (line[i] is '1' or '2' && line.Slice(i, 4).IndexOfAnyExceptInRange('0', '9') < 0) return true;
            if (char.IsAsciiDigit(line[i]) && line[i + 1] is ':' or '.' or '/' && char.IsAsciiDigit(line[i + 2])) return true;
        }
        return false;
    }
}
