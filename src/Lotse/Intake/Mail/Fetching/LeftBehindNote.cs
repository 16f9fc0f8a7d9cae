using System.Globalization;
using Lotse.Adapters.MailServer.Imap;

namespace Lotse.Intake.Mail.Fetching;

/// <summary>Mails that lie on a server and do not come into the desk, as the trouble of their mailbox says it: "LeftTooLarge: 2; 2026-11-30T12:00:00Z; 43000000 41000000".
/// Numbers and times alone, so that a page says it in its language, and nothing of the mails themselves.</summary>
/// <param name="Since">When the server got the oldest.</param>
/// <param name="Bytes">Of the largest few.</param>
public sealed record LeftBehindNote(LeftBehindReason Reason, int Count, DateTimeOffset Since, IReadOnlyList<long> Bytes)
{
    private const string Mark = "Left";
    private const int Named = 5;

    /// <summary>One line a reason; empty where nothing was left behind.</summary>
    public static IEnumerable<string> Lines(IReadOnlyList<LeftBehindMail> mails) => mails.GroupBy(mail => mail.Reason).OrderBy(group => group.Key).Select(group => new LeftBehindNote(
        group.Key, group.Count(), group.Min(mail => mail.ReceivedAt) ?? DateTimeOffset.UnixEpoch, [.. group.Select(mail => mail.Bytes).OrderDescending().Take(Named)]).ToString());

    public static bool IsOne(string line) => line.StartsWith(Mark, StringComparison.Ordinal);

    /// <returns>Null for a line that says something else.</returns>
    public static LeftBehindNote? Read(string line)
    {
        if (!IsOne(line) || line[Mark.Length..].Split(": ", 2) is not [var reason, var rest] || !Enum.TryParse<LeftBehindReason>(reason, out var why)) return null;
        if (rest.Split("; ") is not [var count, var since, var sizes] || !int.TryParse(count, CultureInfo.InvariantCulture, out var mails)) return null;
        if (!DateTimeOffset.TryParse(since, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)) return null;
        var bytes = sizes.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(size => long.TryParse(size, CultureInfo.InvariantCulture, out var known) ? known : 0);
        return new LeftBehindNote(why, mails, at, [.. bytes]);
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Mark}{Reason}: {Count}; {Since.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}; {string.Join(' ', Bytes)}");
}
