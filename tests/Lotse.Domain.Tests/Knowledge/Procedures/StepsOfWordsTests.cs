using Lotse.Domain.Knowledge.Procedures;
using Xunit;

namespace Lotse.Domain.Tests.Knowledge.Procedures;

public class StepsOfWordsTests
{
    [Fact]
    public void Each_line_of_an_answer_is_a_step_and_greetings_are_none()
    {
        var steps = StepsOfWords.Of("Guten Tag Frau {{ contact.last_name }},\n\n1. Bitte verkleinern Sie den Anhang.\n2) Senden Sie ihn noch einmal.\n- Sagen Sie uns, was Sie dann sehen.\n\nMit freundlichen Grüßen\nIhr Team", "de");

        Assert.Equal(["Bitte verkleinern Sie den Anhang.", "Senden Sie ihn noch einmal.", "Sagen Sie uns, was Sie dann sehen."], steps.Steps.Select(step => step.Words.German));
        Assert.Null(CheckProcedure.WhyNot(steps));
        Assert.All(steps.Steps, step => Assert.Equal("", step.Words.English));
    }

    [Fact]
    public void Numbers_inside_of_a_line_stay_and_keys_differ()
    {
        var steps = StepsOfWords.Of("10 MB are too much for an attachment.\n10 MB are too much for an attachment.", "en");

        Assert.Equal("10 MB are too much for an attachment.", steps.Steps[0].Words.English);
        Assert.Equal(2, steps.Steps.Select(step => step.Key).Distinct().Count());
    }

    [Fact]
    public void Words_without_an_end_are_bounded()
    {
        var steps = StepsOfWords.Of(string.Join('\n', Enumerable.Range(0, 500).Select(n => $"Do this {new string('x', 900)} {n}.")), "fr");

        Assert.Equal(20, steps.Steps.Count);
        Assert.All(steps.Steps, step => Assert.True(step.Words.German.Length <= 301 && step.Words.English.Length > 0));
    }
}
