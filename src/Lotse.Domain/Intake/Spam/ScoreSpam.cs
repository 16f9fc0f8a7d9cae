using Lotse.Domain.Intake.Mail;
using Lotse.Domain.Intake.Mail.Forwards;
using Lotse.Domain.Routing.Learning;

namespace Lotse.Domain.Intake.Spam;

/// <summary>What is known of a mail that opens a ticket.</summary>
/// <param name="Check">What servers of our own say about whether it comes from the domain in From.</param>
/// <param name="Learned">What its words and its sender have meant before; null for nothing.</param>
/// <param name="KnownWell">The sender has an earlier ticket that nobody has called spam.</param>
public sealed record SpamSigns(IReadOnlyList<MailFilterSays> Filters, SenderCheck Check, string From, IReadOnlyList<string> ReplyTo, LearnedSpam? Learned, bool KnownWell);

/// <summary>A line of the header that a filter before us may have written.</summary>
public sealed record MailFilterSays(string Field, string Value);

/// <summary>How much a mail looks like spam. Headers that anybody may write can only raise it; what lowers it is known to the desk itself.</summary>
public static class ScoreSpam
{
    /// <summary>Codes of reasons.</summary>
    public const string Filter = "filter", NotFromThere = "not-from-there", AnswersElsewhere = "answers-elsewhere", Words = "words", Sender = "sender", NoSpamBefore = "no-spam-before", Known = "known";

    private const int Forged = 35, Elsewhere = 15, MarkedSender = 60, MarkedWords = 50, ManyMarked = 65, Many = 5, BroughtBack = -40;

    /// <summary>Whoever is known well is so only where From is theirs: where our servers say so, more than where nobody says anything; and not at all where they say no.</summary>
    private const int KnownAndPassed = -60, KnownOnly = -40;

    /// <returns>Null where nothing speaks for it.</returns>
    public static SpamScore? Of(SpamSigns signs)
    {
        var reasons = For(signs).ToList();
        if (reasons.Count == 0) return null;
        reasons.AddRange(Against(signs));
        var score = Math.Clamp(reasons.Sum(reason => reason.Points), 0, SpamScore.Most);
        return score == 0 ? null : new SpamScore(score, [.. reasons.OrderByDescending(reason => Math.Abs(reason.Points))]);
    }

    private static IEnumerable<SpamReason> For(SpamSigns signs)
    {
        // Of several filters, the one that is surest: they look at the same things.
        if (signs.Filters.Select(one => (One: one, Points: ReadSpamFilter.Points(one.Field, one.Value))).OrderByDescending(one => one.Points).FirstOrDefault() is { Points: > 0 } said)
        {
            yield return new SpamReason(Filter, said.Points, $"{said.One.Field}: {said.One.Value}");
        }
        if (signs.Check == SenderCheck.Failed) yield return new SpamReason(NotFromThere, Forged, MailAddresses.Domain(signs.From));
        if (signs.ReplyTo.Select(MailAddresses.Domain).FirstOrDefault(domain => !SameHouse(domain, MailAddresses.Domain(signs.From))) is { } other) yield return new SpamReason(AnswersElsewhere, Elsewhere, other);
        if (signs.Learned is { SenderMarked: true }) yield return new SpamReason(Sender, MarkedSender, signs.From);
        else if (signs.Learned is { Guess: { To: LearnedSpam.Is } words }) yield return new SpamReason(Words, words.Corrections >= Many ? ManyMarked : MarkedWords, string.Join(", ", words.Words));
    }

    private static IEnumerable<SpamReason> Against(SpamSigns signs)
    {
        if (signs.Check == SenderCheck.Failed) yield break;
        if (signs.Learned is { SenderBroughtBack: true }) yield return new SpamReason(NoSpamBefore, BroughtBack, signs.From);
        if (signs.KnownWell) yield return new SpamReason(Known, signs.Check == SenderCheck.Passed ? KnownAndPassed : KnownOnly);
    }

    /// <summary>The same domain, or one below the other.</summary>
    private static bool SameHouse(string one, string other) => one.Equals(other, StringComparison.OrdinalIgnoreCase)
        || one.EndsWith($".{other}", StringComparison.OrdinalIgnoreCase) || other.EndsWith($".{one}", StringComparison.OrdinalIgnoreCase);
}
