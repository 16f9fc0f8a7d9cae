namespace Lotse.Domain.Notices;

/// <summary>Somebody who may be named in a note.</summary>
/// <param name="Handle">The part of the mail address before the @.</param>
public sealed record Mentionable(long Id, string Name, string Handle);

/// <param name="Start">Of the @, in characters.</param>
public sealed record Mention(long AgentId, int Start, int Length);

/// <summary>Who is named in a note: @ and a name or the first part of an address. Notes are kept as they were typed; who is meant is read out of them.</summary>
public static class Mentions
{
    /// <summary>In a note; the rest is text.</summary>
    private const int AtMost = 50;

    /// <returns>In the order of the text. Where several people have the name, each of them: better one told too many than the right one not.</returns>
    public static IReadOnlyList<Mention> In(string text, IReadOnlyList<Mentionable> people)
    {
        var found = new List<Mention>();
        for (var at = text.IndexOf('@', StringComparison.Ordinal); at >= 0 && found.Count < AtMost; at = text.IndexOf('@', at + 1))
        {
            if (at > 0 && IsOfAWord(text[at - 1])) continue;
            var length = people.Select(one => Math.Max(Fits(text, at + 1, one.Name), Fits(text, at + 1, one.Handle))).DefaultIfEmpty(0).Max();
            if (length == 0) continue;
            found.AddRange(people.Where(one => Fits(text, at + 1, one.Name) == length || Fits(text, at + 1, one.Handle) == length).Select(one => new Mention(one.Id, at, length + 1)));
        }
        return found;
    }

    /// <summary>How much of the text this name is; 0 where it does not stand there as whole words.</summary>
    private static int Fits(string text, int at, string name) =>
        name.Length > 0 && text.Length >= at + name.Length && string.Compare(text, at, name, 0, name.Length, StringComparison.OrdinalIgnoreCase) == 0 && EndsAt(text, at + name.Length)
            ? name.Length
            : 0;

    /// <summary>A dot, hyphen or @ ends a name only where no word goes on behind it: @lena.gross is not @lena.</summary>
    private static bool EndsAt(string text, int at)
    {
        if (at >= text.Length) return true;
        if (char.IsLetterOrDigit(text[at]) || text[at] == '_') return false;
        return text[at] is not ('.' or '-' or '@' or '+') || at + 1 >= text.Length || !char.IsLetterOrDigit(text[at + 1]);
    }

    private static bool IsOfAWord(char before) => char.IsLetterOrDigit(before) || before is '.' or '_' or '-' or '+' or '@';
}
