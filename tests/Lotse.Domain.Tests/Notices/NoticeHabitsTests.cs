using Lotse.Domain.Notices;
using Xunit;

namespace Lotse.Domain.Tests.Notices;

public sealed class NoticeHabitsTests
{
    [Theory]
    [InlineData("{}")]
    [InlineData("")]
    [InlineData("rubbish")]
    [InlineData("[1]")]
    [InlineData("{\"notices\":7}")]
    [InlineData("{\"notices\":{\"mail\":\"weekly\"}}")]
    public void What_cannot_be_read_counts_as_not_said(string habits) => Assert.Equal(new NoticeHabits(), NoticeHabits.Of(habits));

    [Fact]
    public void Comes_back_as_it_was_put_down()
    {
        var habits = new NoticeHabits { NewTicket = true, Mentioned = false, Mail = NoticeMail.Daily, DailyAt = 1050, Discreet = true };

        Assert.Equal(habits, NoticeHabits.Of(habits.Into("{}")));
    }

    [Fact]
    public void Leaves_alone_what_it_does_not_know()
    {
        var after = new NoticeHabits { Browser = true }.Into("{\"density\":\"dense\",\"notices\":{\"sound\":\"bell\",\"browser\":false}}");

        Assert.Contains("\"density\":\"dense\"", after, StringComparison.Ordinal);
        Assert.Contains("\"sound\":\"bell\"", after, StringComparison.Ordinal);
        Assert.True(NoticeHabits.Of(after).Browser);
    }
}
