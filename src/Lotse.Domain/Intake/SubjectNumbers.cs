namespace Lotse.Domain.Intake;

/// <summary>The ticket number as the desk writes it into subjects: [#1042].</summary>
public static class SubjectNumbers
{
    public static string Write(long number, string subject) => Find(subject).Contains(number) ? subject : $"[#{number}] {subject}";

    /// <summary>All numbers in a subject, in order. A linear scan: subjects come from strangers.</summary>
    public static IReadOnlyList<long> Find(string subject)
    {
        var found = new List<long>();
        for (var at = subject.IndexOf("[#", StringComparison.Ordinal); at >= 0 && found.Count < 5; at = subject.IndexOf("[#", at + 2, StringComparison.Ordinal))
        {
            var end = at + 2;
            while (end < subject.Length && char.IsAsciiDigit(subject[end])) end++;
            var digits = subject.AsSpan(at + 2, end - at - 2);
            if (end < subject.Length && subject[end] == ']' && digits.Length is > 0 and < 18) found.Add(long.Parse(digits, System.Globalization.CultureInfo.InvariantCulture));
        }
        return found;
    }
}
