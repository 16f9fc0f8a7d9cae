using System.Globalization;
using System.Text;
using Lotse.Domain.Knowledge.Procedures;

namespace Lotse.Domain.Knowledge.Articles;

/// <summary>What leads from step to step, in the reader's language.</summary>
/// <param name="GoOn">Go on with step {n}.</param>
/// <param name="Solved">That is it.</param>
/// <param name="Write">Write to us; a link to where one does.</param>
public sealed record StepWords(string GoOn, string Solved, string Write);

/// <summary>A procedure to be read instead of walked: its steps, numbered, and where each way leads. What it tells agents (how to ask, what to fill in) is left out.</summary>
public static class ProcedureAsArticle
{
    /// <summary>Languages in which every step has words of its own.</summary>
    public static IReadOnlyList<string> Languages(ProcedureSteps steps) =>
        steps.Steps.All(step => step.Words.English.Trim().Length > 0 && (step.Branches ?? []).All(branch => branch.Words.English.Trim().Length > 0)) ? ["de", "en"] : ["de"];

    /// <returns>HTML of our own making: whatever was typed is text in it.</returns>
    public static string Html(ProcedureSteps steps, string language, StepWords words)
    {
        var html = new StringBuilder("<ol>");
        for (var at = 0; at < steps.Steps.Count; at++)
        {
            var step = steps.Steps[at];
            html.Append(CultureInfo.InvariantCulture, $"<li id=\"step-{at + 1}\">").Append(Text(step.Words.In(language)));
            if (step.Kind == StepKind.Choice && step.Branches is { Count: > 0 } branches)
            {
                html.Append("<ul>");
                foreach (var branch in branches) html.Append("<li><b>").Append(Text(branch.Words.In(language))).Append("</b>: ").Append(Way(steps, steps.After(step, branch.Key), at, words)).Append("</li>");
                html.Append("</ul>");
            }
            else if (steps.After(step, null) is var next && (steps.Find(next) is null || IndexOf(steps, next) != at + 1))
            {
                html.Append("<br>").Append(Way(steps, next, at, words));
            }
            html.Append("</li>");
        }
        return html.Append("</ol>").ToString();
    }

    private static string Way(ProcedureSteps steps, string next, int from, StepWords words)
    {
        if (next == ProcedureSteps.Escalate) return $"<a href=\"ask\">{Text(words.Write)}</a>";
        if (IndexOf(steps, next) is not (>= 0 and var to)) return Text(words.Solved);
        var said = Text(words.GoOn.Replace("{n}", (to + 1).ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal));
        return to == from + 1 ? said : $"<a href=\"#step-{to + 1}\">{said}</a>";
    }

    private static int IndexOf(ProcedureSteps steps, string key) => steps.Steps.ToList().FindIndex(step => step.Key == key);

    private static string Text(string typed) => typed.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal)
        .Replace(">", "&gt;", StringComparison.Ordinal).Replace("\"", "&quot;", StringComparison.Ordinal);
}
