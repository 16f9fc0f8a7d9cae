using Lotse.Domain.Levels;

namespace Lotse.Domain.Knowledge.Procedures;

/// <summary>Steps out of the words of an answer, to begin a procedure with: each line is one to be checked off, greetings aside.</summary>
public static class StepsOfWords
{
    private const int AtMost = 20, Longest = 300;

    /// <param name="language">Of the words; what is neither German nor English stands in both places.</param>
    public static ProcedureSteps Of(string words, string language)
    {
        var steps = new List<Step>();
        foreach (var line in words.ReplaceLineEndings("\n").Split('\n').Select(Bare).Where(line => line.Length > 0 && !IsGreeting(line)).Take(AtMost))
        {
            var said = line.Length > Longest ? line[..Longest].TrimEnd() + "…" : line;
            var both = new TwoLanguages(language == "en" ? "" : said, language == "de" ? "" : said);
            steps.Add(new Step(KeyOfWords.Of(said, [.. steps.Select(step => step.Key), ProcedureSteps.Solved, ProcedureSteps.Escalate], "step"), StepKind.Check, both));
        }
        return new ProcedureSteps(steps);
    }

    /// <summary>Without the number or the sign of a list.</summary>
    private static string Bare(string line)
    {
        var rest = line.Trim().TrimStart('-', '*', '•', '–', '>').TrimStart();
        var digits = rest.TakeWhile(char.IsAsciiDigit).Count();
        return digits is > 0 and < 3 && rest.Length > digits && rest[digits] is '.' or ')' ? rest[(digits + 1)..].TrimStart() : rest;
    }

    /// <summary>One that ends in a comma, or is of three words at most and no sentence, tells nobody to do anything.</summary>
    private static bool IsGreeting(string line) => line.EndsWith(',') || (line[^1] is not ('.' or '!' or '?' or ':') && line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length <= 3);
}
