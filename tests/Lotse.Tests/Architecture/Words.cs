namespace Lotse.Tests.Architecture;

internal static class Words
{
    /// <summary>The words of a name in PascalCase: TicketDto gives Ticket and Dto, HTMLPart gives HTML and Part.</summary>
    public static IEnumerable<string> Of(string name)
    {
        var start = 0;
        for (var at = 1; at <= name.Length; at++)
        {
            if (at < name.Length && !Begins(name, at)) continue;
            if (name[start..at].Trim('_') is { Length: > 0 } word) yield return word;
            start = at;
        }
    }

    private static bool Begins(string name, int at) => name[at] == '_'
        || (char.IsUpper(name[at]) && (!char.IsUpper(name[at - 1]) || (at + 1 < name.Length && char.IsLower(name[at + 1]))));
}
