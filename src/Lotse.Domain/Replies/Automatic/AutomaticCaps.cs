namespace Lotse.Domain.Replies.Automatic;

/// <summary>How many mails may leave within 24 hours that nobody wrote. Headers stop the loops of those who keep to the rules; these stop the others.
/// One acknowledgement for each ticket needs no number: only the mail that opens a ticket is acknowledged.</summary>
/// <param name="ToAddress">To one address, whatever stands after a plus sign in it.</param>
/// <param name="OfSubject">To one address about one subject.</param>
/// <param name="OfDesk">By the whole desk.</param>
public sealed record AutomaticCaps(int ToAddress = 5, int OfSubject = 2, int OfDesk = 1000)
{
    public const string OutOfRange = "caps-out-of-range";

    public static readonly TimeSpan Window = TimeSpan.FromHours(24);

    public bool IsRight => ToAddress is >= 0 and <= 100 && OfSubject is >= 0 and <= 100 && OfDesk is >= 0 and <= 100_000;
}

/// <summary>What has left within the window.</summary>
public sealed record AutomaticCounts(int ToAddress, int OfSubject, int OfDesk);
