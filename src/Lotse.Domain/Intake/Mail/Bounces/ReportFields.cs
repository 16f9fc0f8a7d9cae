namespace Lotse.Domain.Intake.Mail.Bounces;

/// <summary>The fields of a machine-readable report (RFC 3464, 5965, 8098): groups of "Name: value" lines parted by empty lines.</summary>
public sealed class ReportFields
{
    private const int LongestField = 4000;
    private readonly Dictionary<string, string> _fields = new(StringComparer.OrdinalIgnoreCase);

    public string? this[string name] => _fields.GetValueOrDefault(name);

    public bool Has(string name) => _fields.ContainsKey(name);

    /// <summary>A second Final-Recipient without an empty line in front begins a group as well; some servers forget the empty line.</summary>
    public static IReadOnlyList<ReportFields> Groups(string text)
    {
        var groups = new List<ReportFields>();
        var group = new ReportFields();
        string? last = null;
        foreach (var raw in text.Split('\n'))
        {
            var line = raw.TrimEnd();
            if (line.Length == 0 || line.StartsWith("--", StringComparison.Ordinal))
            {
                Close(ref group, groups);
                last = null;
            }
            else if (line[0] is ' ' or '\t' && last is not null)
            {
                if (group._fields[last].Length < LongestField) group._fields[last] += " " + line.Trim();
            }
            else if (line.IndexOf(':', StringComparison.Ordinal) is > 0 and < 50 and var colon && !line.AsSpan(0, colon).Contains(' '))
            {
                last = line[..colon].Trim();
                if (IsRecipient(last) && group.Has(last)) Close(ref group, groups);
                group._fields.TryAdd(last, line[(colon + 1)..].Trim());
            }
        }
        Close(ref group, groups);
        return groups;
    }

    private static bool IsRecipient(string name) => name.Equals("Final-Recipient", StringComparison.OrdinalIgnoreCase);

    private static void Close(ref ReportFields group, List<ReportFields> groups)
    {
        if (group._fields.Count > 0) groups.Add(group);
        group = new ReportFields();
    }

    /// <summary>Some gateways encode the rest of the fields in base64 inside the part, although RFC 3464 forbids it.</summary>
    public static string Unwrapped(string text)
    {
        const string mark = "Content-Transfer-Encoding: base64";
        var at = text.IndexOf(mark, StringComparison.OrdinalIgnoreCase);
        var body = at < 0 ? -1 : text.IndexOf("\n\n", at, StringComparison.Ordinal);
        if (body < 0) return text;
        var letters = string.Concat(text[body..].Where(c => char.IsAsciiLetterOrDigit(c) || c is '+' or '/' or '='));
        var bytes = new byte[letters.Length];
        return Convert.TryFromBase64String(letters, bytes, out var length)
            ? string.Concat(text.AsSpan(0, at), "\n\n", System.Text.Encoding.UTF8.GetString(bytes, 0, length)) : text;
    }

    /// <summary>"rfc822; anna@kunde.example" without its type, brackets and comments.</summary>
    public static string Address(string value)
    {
        var semicolon = value.IndexOf(';', StringComparison.Ordinal);
        var address = (semicolon >= 0 ? value[(semicolon + 1)..] : value).Trim();
        if (address.StartsWith('<') && address.IndexOf('>', StringComparison.Ordinal) is > 0 and var end) address = address[1..end];
        return address.Trim('<', '>', ' ');
    }

    /// <summary>"smtp; 550 5.1.1 ..." without its type.</summary>
    public static string Untyped(string value)
    {
        var semicolon = value.IndexOf(';', StringComparison.Ordinal);
        return semicolon is >= 0 and < 20 && !value.AsSpan(0, semicolon).Contains(' ') ? value[(semicolon + 1)..].Trim() : value.Trim();
    }
}
