namespace Lotse.Domain.Tickets;

public static class Snippets
{
    /// <summary>The first words of a text on one line, for lists.</summary>
    public static string Of(string text, int length = Ticket.SnippetLength)
    {
        Span<char> line = stackalloc char[length];
        var (count, gap) = (0, false);
        foreach (var c in text)
        {
            if (char.IsWhiteSpace(c) || char.IsControl(c))
            {
                gap = count > 0;
                continue;
            }
            if (count + (gap ? 2 : 1) > length) break;
            if (gap) line[count++] = ' ';
            gap = false;
            line[count++] = c;
        }
        if (count > 0 && char.IsHighSurrogate(line[count - 1])) count--;
        return new string(line[..count]);
    }

    public static string Cut(string text, int length) =>
        text.Length <= length ? text : text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];
}
