using System.Globalization;
using Lotse.Domain;
using Lotse.Domain.Knowledge;
using Lotse.Domain.Knowledge.Procedures;
using Lotse.Domain.Levels;
using Lotse.Knowledge.Pages;

namespace Lotse.Knowledge.Procedures;

/// <summary>What somebody has typed, as the rules understand it. A step without words falls away.</summary>
internal static class ReadProcedureForm
{
    public static WrittenProcedure Of(IFormCollection form)
    {
        var steps = new List<Step>();
        for (var n = 0; n < Math.Min(form["s-de"].Count, ProcedureSteps.AtMost + 10); n++)
        {
            var words = new TwoLanguages(At(form, "s-de", n), At(form, "s-en", n));
            if (words.German.Length == 0 && words.English.Length == 0) continue;
            var hint = new TwoLanguages(At(form, "s-hint-de", n), At(form, "s-hint-en", n));
            var kind = Enum.TryParse<StepKind>(At(form, "s-kind", n), out var typed) && Enum.IsDefined(typed) ? typed : StepKind.Check;
            steps.Add(new Step(At(form, "s-key", n) is { Length: > 0 } key ? key : KeyOfWords.Of(words.In("en"), [.. steps.Select(step => step.Key), ProcedureSteps.Solved, ProcedureSteps.Escalate], "step"), kind, words, hint.German.Length == 0 && hint.English.Length == 0 ? null : hint,
                At(form, "s-fills", n), At(form, "s-block", n).TrimStart('/'), kind == StepKind.Choice ? Branches(At(form, "s-branches", n)) : null, At(form, "s-next", n)));
        }
        return new WrittenProcedure(
            long.TryParse(form["community"], NumberStyles.None, CultureInfo.InvariantCulture, out var community) ? community : null,
            new TwoLanguages(form["german"].ToString().Trim(), form["english"].ToString().Trim()), form["form"].ToString().Trim(), TextBlockWays.Read(form["state"]) ?? TextBlockState.Published,
            new ProcedureSteps(steps), int.TryParse(form["version"], NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : 0,
            ReadBlockForm.Id(form["owner"]), ReadBlockForm.Day(form["review"]));
    }

    /// <summary>One on each line: key: German | English -> where it goes on. The key and the arrow may be left out.</summary>
    internal static IReadOnlyList<Branch> Branches(string typed)
    {
        var branches = new List<Branch>();
        foreach (var line in typed.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Take(30))
        {
            var arrow = line.LastIndexOf("->", StringComparison.Ordinal);
            var (said, next) = arrow < 0 ? (line, "") : (line[..arrow].Trim(), line[(arrow + 2)..].Trim());
            var colon = said.IndexOf(':', StringComparison.Ordinal);
            var key = colon > 0 && said[..colon].All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-') ? said[..colon] : "";
            var words = (key.Length > 0 ? said[(colon + 1)..] : said).Split('|', 2, StringSplitOptions.TrimEntries);
            branches.Add(new Branch(key.Length > 0 ? key : $"way-{branches.Count + 1}", new TwoLanguages(words[0], words[^1]), next));
        }
        return branches;
    }

    internal static string Branches(IReadOnlyList<Branch>? branches) => string.Join('\n', (branches ?? []).Select(one =>
        $"{one.Key}: {one.Words.German}{(one.Words.English == one.Words.German ? "" : $" | {one.Words.English}")}{(one.Next.Length > 0 ? $" -> {one.Next}" : "")}"));

    private static string At(IFormCollection form, string name, int n) => form[name] is var all && n < all.Count ? (all[n] ?? "").ReplaceLineEndings("\n").Trim() : "";
}
