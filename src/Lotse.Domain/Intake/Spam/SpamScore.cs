using System.Globalization;

namespace Lotse.Domain.Intake.Spam;

/// <summary>One thing that speaks for spam or against it.</summary>
/// <param name="Code">A stable word; see the constants of <see cref="ScoreSpam"/>.</param>
/// <param name="Points">What it adds; below zero it speaks against.</param>
/// <param name="Words">What was found; untrusted.</param>
public sealed record SpamReason(string Code, int Points, string Words = "");

/// <summary>How much a mail looks like spam, 0 to 100, and why. It is said, and nothing more: what is to happen then, rules and people say.</summary>
/// <param name="Reasons">The weightiest first.</param>
public sealed record SpamScore(int Score, IReadOnlyList<SpamReason> Reasons)
{
    public const int Most = 100;

    /// <summary>From here on the ticket says so.</summary>
    public const int Suspicious = 60;

    private const int LongestWords = 120;

    private const char Between = '\u001f', Next = '\u001e';

    /// <summary>For one column.</summary>
    public string Write() => string.Join(Next, Reasons.Select(reason => string.Create(CultureInfo.InvariantCulture, $"{reason.Code}{Between}{reason.Points}{Between}{Plain(reason.Words)}")));

    public static IReadOnlyList<SpamReason> Read(string kept) => [.. kept.Split(Next, StringSplitOptions.RemoveEmptyEntries).Select(one => one.Split(Between)).Where(parts => parts.Length == 3)
        .Select(parts => new SpamReason(parts[0], int.TryParse(parts[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var points) ? points : 0, parts[2]))];

    private static string Plain(string words)
    {
        var plain = string.Concat(words.Where(c => !char.IsControl(c)));
        return plain.Length > LongestWords ? plain[..LongestWords] : plain;
    }
}
