namespace Lotse.Domain.Intake.Mail;

/// <summary>What mail programs and we ourselves put into subjects: answer and forward prefixes, and our ticket number.</summary>
public static class SubjectMarks
{
    private static readonly string[] Forwards =
    [
        "fw", "fwd", "wg", "tr", "rv", "enc", "i", "vs", "vb", "doorst", "ds", "pd", "prz", "переслать", "转发", "轉寄", "tf", "továbbítás", "ilt", "fs", "vl", "inoltro",
    ];

    private static readonly string[] Answers =
    [
        "re", "aw", "antw", "antwort", "sv", "ref", "rif", "r", "res", "odp", "vá", "ynt", "回复", "回覆", "答复", "απ", "re2", "atb", "vast", "svar", "antwoord", "rép",
    ];

    /// <summary>True where the outermost prefix says that the mail is forwarded: "WG: Rechnung", but not "AW: WG: Rechnung".</summary>
    public static bool IsForward(string subject) => Prefix(subject, out var word, out _) && Forwards.Contains(word, StringComparer.OrdinalIgnoreCase);

    /// <summary>The subject without answer and forward prefixes and without our ticket number, for comparing and for showing in lists.</summary>
    public static string Bare(string subject)
    {
        var rest = WithoutNumber(subject).Trim();
        for (var i = 0; i < 20 && Prefix(rest, out var word, out var behind); i++)
        {
            if (!Forwards.Contains(word, StringComparer.OrdinalIgnoreCase) && !Answers.Contains(word, StringComparer.OrdinalIgnoreCase)) break;
            rest = rest[behind..].TrimStart();
        }
        return rest;
    }

    /// <summary>As the subject of an answer.</summary>
    public static string Answering(string subject) =>
        subject.StartsWith("Re:", StringComparison.OrdinalIgnoreCase) || subject.StartsWith("AW:", StringComparison.OrdinalIgnoreCase) ? subject : $"Re: {subject}";

    private static string WithoutNumber(string subject) =>
        Find(subject, out var start, out var end) ? string.Concat(subject.AsSpan(0, start).TrimEnd(), " ", subject.AsSpan(end).TrimStart()) : subject;

    /// <summary>Where "[#1042]" stands, as <see cref="SubjectNumbers"/> writes it.</summary>
    private static bool Find(string subject, out int start, out int end)
    {
        end = 0;
        for (start = subject.IndexOf("[#", StringComparison.Ordinal); start >= 0; start = subject.IndexOf("[#", start + 2, StringComparison.Ordinal))
        {
            end = start + 2;
            while (end < subject.Length && char.IsAsciiDigit(subject[end])) end++;
            if (end >= subject.Length || subject[end] != ']' || end - start is not (> 2 and < 20)) continue;
            end++;
            return true;
        }
        return false;
    }

    /// <summary>A word of up to 10 letters, perhaps with a count ("AW[2]"), and a colon.</summary>
    private static bool Prefix(string subject, out string word, out int behind)
    {
        word = "";
        behind = 0;
        var at = 0;
        while (at < subject.Length && char.IsWhiteSpace(subject[at])) at++;
        var start = at;
        while (at < subject.Length && at - start <= 12 && char.IsLetter(subject[at])) at++;
        if (at == start) return false;
        word = subject[start..at];
        while (at < subject.Length && (char.IsAsciiDigit(subject[at]) || subject[at] is '[' or ']' or '(' or ')' or '^' or ' ')) at++;
        if (at >= subject.Length || subject[at] is not (':' or '：')) return false;
        behind = at + 1;
        return true;
    }
}
