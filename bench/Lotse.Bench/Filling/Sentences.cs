using Lotse.Bench.Mails;

namespace Lotse.Bench.Filling;

/// <summary>What one says to the other: as many sentences as people write, some of them with words that hardly any other text has.</summary>
internal static class Sentences
{
    /// <param name="length">Logarithm of the usual number of sentences.</param>
    public static List<string> Of(Dice dice, Phrases phrases, double length) =>
        [.. Enumerable.Range(0, Math.Clamp((int)dice.LogNormal(length, 0.5), 1, 40)).Select(n => n % 3 == 1 ? Vocabulary.Sentence(dice, phrases == Phrases.German) : One(dice, phrases))];

    public static string One(Dice dice, Phrases phrases) => Phrases.Fill(dice, dice.Of(phrases.Sentences));
}
