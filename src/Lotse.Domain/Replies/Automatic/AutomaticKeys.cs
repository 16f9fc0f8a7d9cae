using Lotse.Domain.Intake.Mail;
using Lotse.Domain.Tickets;

namespace Lotse.Domain.Replies.Automatic;

/// <summary>By what automatic mail is counted.</summary>
public static class AutomaticKeys
{
    /// <summary>The same for all addresses that differ only behind a plus sign.</summary>
    public static long OfAddress(string address) => ThreadKey.KeyOf(MailAddresses.WithoutTag(address));

    /// <summary>The same for a subject however often it was answered, and whatever number another desk put into it.</summary>
    public static long OfSubject(string subject)
    {
        var bare = subject;
        for (var i = 0; i < 10 && Barer(bare) is var next && next != bare; i++) bare = next;
        return ThreadKey.KeyOf(new string([.. bare.Where(char.IsLetter)]));
    }

    private static string Barer(string subject)
    {
        var rest = SubjectMarks.Bare(subject);
        var open = rest.IndexOf('[', StringComparison.Ordinal);
        var close = open < 0 ? -1 : rest.IndexOf(']', open);
        return close > open && rest.AsSpan(open, close - open).IndexOfAnyInRange('0', '9') >= 0 ? string.Concat(rest.AsSpan(0, open), rest.AsSpan(close + 1)) : rest;
    }
}
