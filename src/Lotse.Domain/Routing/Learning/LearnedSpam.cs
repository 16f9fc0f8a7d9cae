namespace Lotse.Domain.Routing.Learning;

/// <summary>What marking tickets as spam, and bringing some back, says about a mail.</summary>
/// <param name="Guess">By its words; null for nothing that would be enough.</param>
/// <param name="SenderMarked">A ticket of exactly this address was marked, and none brought back.</param>
/// <param name="SenderBroughtBack">One was brought back, and none marked since.</param>
public sealed record LearnedSpam(LearnedGuess? Guess, bool SenderMarked, bool SenderBroughtBack)
{
    /// <summary>In the place of a category.</summary>
    public const long Is = 1, IsNot = 0;

    /// <returns>Null where nothing was learned that is enough.</returns>
    public static LearnedSpam? Of(LearnSigns signs, long community, string sender, string subject, string text)
    {
        if (!signs.Knows(community, LearnedKind.Spam)) return null;
        var (marked, back) = (signs.Exactly(community, LearnedKind.Spam, sender, Is), signs.Exactly(community, LearnedKind.Spam, sender, IsNot));
        var guess = signs.Best(community, LearnedKind.Spam, subject, text) is { Acts: true } sure ? sure : null;
        var found = new LearnedSpam(guess, marked is { For: > 0, Against: 0 }, back is { For: > 0, Against: 0 });
        return found is { Guess: null, SenderMarked: false, SenderBroughtBack: false } ? null : found;
    }
}
