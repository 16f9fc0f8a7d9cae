using System.Text;
using System.Text.RegularExpressions;

namespace Lotse.Domain.Knowledge;

/// <summary>An answer to one person made into words for anybody: who it was becomes a variable, and what else belongs to that person is left out. Whoever proposes looks it through.</summary>
public static class WithoutCustomer
{
    public const string Gone = "…";

    private const RegexOptions Linear = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant;

    private static readonly Regex s_address = new(@"[^\s@<>()\[\]"",;:]+@[^\s@<>()\[\]"",;:]+\.[A-Za-z]{2,}", Linear);

    private static readonly Regex s_bank = new(@"\b[A-Z]{2}\d{2}(?: ?[0-9A-Z]){11,30}\b", Linear);

    /// <param name="name">As the contact is called; null where nobody knows.</param>
    /// <param name="variables">Off where variables are not understood, as in a title.</param>
    public static string Of(string text, string? name, IReadOnlyList<string> addresses, bool variables = true)
    {
        var words = text;
        foreach (var address in addresses.Where(address => address.Length > 0)) words = words.Replace(address, variables ? "{{ contact.address }}" : Gone, StringComparison.OrdinalIgnoreCase);
        words = WithoutNumbers(s_bank.Replace(s_address.Replace(words, Gone), Gone)).Replace($"+{Gone}", Gone, StringComparison.Ordinal).Replace($"#{Gone}", Gone, StringComparison.Ordinal);
        foreach (var (said, variable) in NamesOf(name)) words = Replaced(words, said, variables ? variable : Gone);
        return words;
    }

    /// <summary>Telephone, customer and ticket numbers: six digits and more, whatever parts them. Walked by hand: the engine that never goes back passes some over (seen with .NET 10.0).</summary>
    private static string WithoutNumbers(string text)
    {
        var into = new StringBuilder(text.Length);
        for (var at = 0; at < text.Length;)
        {
            if (!char.IsAsciiDigit(text[at]))
            {
                into.Append(text[at++]);
                continue;
            }
            var (digits, end) = (1, at + 1);
            for (var next = end; next < text.Length && next - end <= 2; next++)
            {
                if (char.IsAsciiDigit(text[next])) (digits, end) = (digits + 1, next + 1);
                else if (!" ./()-".Contains(text[next], StringComparison.Ordinal)) break;
            }
            into.Append(digits >= 6 ? Gone : text[at..end]);
            at = end;
        }
        return into.ToString();
    }

    /// <summary>The longest first.</summary>
    private static List<(string Said, string Variable)> NamesOf(string? name)
    {
        var parts = (name ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Where(part => part.Length > 1).ToList();
        if (parts.Count == 0) return [];
        List<(string, string)> names = [(string.Join(' ', parts), "{{ contact.name }}")];
        if (parts.Count == 1) return names;
        names.Add((parts[^1], "{{ contact.last_name }}"));
        names.Add((parts[0], "{{ contact.first_name }}"));
        names.AddRange(parts[1..^1].Select(part => (part, Gone)));
        return names;
    }

    /// <summary>Whole words only: Mr Hahn goes, the Hahnenfuß stays.</summary>
    private static string Replaced(string text, string said, string by)
    {
        var into = new StringBuilder(text.Length);
        var from = 0;
        for (var at = text.IndexOf(said, StringComparison.OrdinalIgnoreCase); at >= 0; at = text.IndexOf(said, at + 1, StringComparison.OrdinalIgnoreCase))
        {
            var end = at + said.Length;
            if (at < from || (at > 0 && char.IsLetterOrDigit(text[at - 1])) || (end < text.Length && char.IsLetterOrDigit(text[end])) || Inside(text, at)) continue;
            into.Append(text, from, at - from).Append(by);
            from = end;
        }
        return into.Append(text, from, text.Length - from).ToString();
    }

    /// <summary>Not within a variable that stands there already.</summary>
    private static bool Inside(string text, int at) => at > 0 && text.LastIndexOf("{{", at, StringComparison.Ordinal) is >= 0 and var open && text.IndexOf("}}", open, StringComparison.Ordinal) > at;
}
