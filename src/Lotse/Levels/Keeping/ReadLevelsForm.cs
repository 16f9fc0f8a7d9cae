using System.Globalization;
using Lotse.Domain;
using Lotse.Domain.Levels;
using Lotse.Domain.Tickets;

namespace Lotse.Levels.Keeping;

/// <summary>What a lead has typed, as the rules understand it. Rows that are empty are left out.</summary>
internal static class ReadLevelsForm
{
    /// <summary>Operators of one level that a page offers to fill in beyond those that are there.</summary>
    public const int Spare = 1;

    private const int RowsAtMost = SetLevels.AtMost;

    /// <param name="kept">What stands on pages of its own stays: the forms.</param>
    /// <returns>Null where hours cannot be read.</returns>
    public static CommunityLevels? Levels(IFormCollection form, CommunityLevels kept)
    {
        var plans = new List<LevelPlan>();
        foreach (var level in Enum.GetValues<Level>())
        {
            if (Operators(form, (int)level) is not { } operators) return null;
            plans.Add(new LevelPlan(level, form.ContainsKey($"use-{(int)level}"), form.ContainsKey($"writes-{(int)level}"), operators));
        }
        var reasons = new List<EscalationReason>();
        for (var n = 0; n < Rows(form, "reason-de"); n++)
        {
            var (german, english) = (At(form, "reason-de", n), At(form, "reason-en", n));
            if (german.Length == 0 && english.Length == 0) continue;
            reasons.Add(new EscalationReason(Key(At(form, "reason-key", n), english.Length > 0 ? english : german, reasons.Select(r => r.Key)), new TwoLanguages(german, english)));
        }
        return kept with { Levels = plans, Reasons = reasons, Zone = form["zone"].ToString() is { Length: > 0 } zone ? zone : kept.Zone };
    }

    private static List<LevelOperator>? Operators(IFormCollection form, int level)
    {
        var operators = new List<LevelOperator>();
        for (var n = 0; n < Rows(form, $"team-{level}"); n++)
        {
            if (!long.TryParse(At(form, $"team-{level}", n), NumberStyles.None, CultureInfo.InvariantCulture, out var team)) continue;
            if (Minutes(At(form, $"from-{level}", n)) is not { } from || Minutes(At(form, $"until-{level}", n)) is not { } until) return null;
            var days = At(form, $"days-{level}", n).Split(',', StringSplitOptions.RemoveEmptyEntries).Select(day => day.Length == 1 && day[0] is >= '0' and <= '6' ? (DayOfWeek?)(day[0] - '0') : null).OfType<DayOfWeek>().ToList();
            operators.Add(new LevelOperator(team, days.Count == 0 ? null : days, from, until));
        }
        return operators;
    }

    /// <param name="key">Of a form that is there; null for a new one.</param>
    public static HandOverForm Form(IFormCollection form, string? key, IEnumerable<string> taken)
    {
        var name = new TwoLanguages(form["name-de"].ToString().Trim(), form["name-en"].ToString().Trim());
        var questions = new List<Question>();
        for (var n = 0; n < Rows(form, "q-de"); n++)
        {
            var words = new TwoLanguages(At(form, "q-de", n), At(form, "q-en", n));
            if (words.German.Length == 0 && words.English.Length == 0) continue;
            var asked = new TwoLanguages(At(form, "q-ask-de", n), At(form, "q-ask-en", n));
            questions.Add(new Question(
                Key(At(form, "q-key", n), words.In("en"), questions.Select(q => q.Key)), Enum.TryParse<QuestionKind>(At(form, "q-kind", n), out var kind) && Enum.IsDefined(kind) ? kind : QuestionKind.Text,
                words, At(form, "q-needed", n) != "no", Choices(At(form, "q-choices", n)), asked.German.Length == 0 && asked.English.Length == 0 ? null : asked));
        }
        return new HandOverForm(key ?? Key("", name.In("en"), taken), name, questions);
    }

    /// <summary>One on each line: German, a bar, English; one language may do for both. Written back in the same way.</summary>
    private static List<EscalationReason>? Choices(string typed)
    {
        var choices = new List<EscalationReason>();
        foreach (var line in typed.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Take(RowsAtMost))
        {
            var parts = line.Split('|', 2, StringSplitOptions.TrimEntries);
            choices.Add(new EscalationReason(Key("", parts[^1], choices.Select(c => c.Key)), new TwoLanguages(parts[0], parts[^1])));
        }
        return choices.Count == 0 ? null : choices;
    }

    public static string Choices(IReadOnlyList<EscalationReason>? choices) => string.Join('\n', (choices ?? []).Select(choice => choice.Name.German == choice.Name.English ? choice.Name.German : $"{choice.Name.German} | {choice.Name.English}"));

    /// <summary>Of what is there already it stays, whatever the words become: what has been answered stands under it.</summary>
    private static string Key(string kept, string words, IEnumerable<string> taken) => kept.Length > 0 ? kept : KeyOfWords.Of(words, taken, "other");

    private static int Rows(IFormCollection form, string name) => Math.Min(form[name].Count, RowsAtMost + 10);

    private static string At(IFormCollection form, string name, int n) => form[name] is var all && n < all.Count ? (all[n] ?? "").ReplaceLineEndings("\n").Trim() : "";

    /// <summary>Nothing is midnight.</summary>
    private static int? Minutes(string time) => time.Length == 0 ? 0 : TimeOnly.TryParseExact(time, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var at) ? (at.Hour * 60) + at.Minute : null;
}
