using Lotse.Domain.Staff;
using Xunit;

namespace Lotse.Domain.Tests.Staff;

public sealed class HabitsTests
{
    [Fact]
    public void Keeps_what_it_does_not_know() =>
        Assert.Equal("""{"undoSeconds":7,"later":{"a":[1]},"density":"compact"}""", Habits.Read("""{"undoSeconds":7,"later":{"a":[1]}}""").With(Habits.DensityName, "compact").Json);

    [Fact]
    public void Drops_a_habit_that_is_set_to_nothing() => Assert.Equal("{}", Habits.Read("""{"density":"compact"}""").With(Habits.DensityName, null).Json);

    [Theory]
    [InlineData(null), InlineData(""), InlineData("{}"), InlineData("[1]"), InlineData("{"), InlineData("null"), InlineData("""{"density":7}"""), InlineData("""{"density":"cosy"}""")]
    public void Is_comfortable_whatever_stands_there(string? json) => Assert.Equal(Density.Comfortable, Habits.Read(json).Density);

    [Fact]
    public void Reads_each_habit_as_what_it_should_be()
    {
        var habits = Habits.Read("""{"density":"compact","undoSeconds":7,"word":1.5}""");

        Assert.Equal((Density.Compact, 7, null, null), (habits.Density, habits.Number("undoSeconds"), habits.Number("word"), habits.Word("undoSeconds")));
    }
}
