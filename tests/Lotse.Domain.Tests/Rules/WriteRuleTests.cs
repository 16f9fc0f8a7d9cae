using Lotse.Domain.Replies.Macros;
using Lotse.Domain.Rules;
using Lotse.Domain.Search;
using Lotse.Domain.Tickets;
using Xunit;

namespace Lotse.Domain.Tests.Rules;

public sealed class WriteRuleTests
{
    private static readonly WriteRule s_good = new("Rechnungen", RuleMoments.TicketOpened, null, 0, "rechnung", new TicketSteps { AddTags = ["buchhaltung"] }, null, false);

    [Fact]
    public void Takes_what_is_whole()
    {
        Assert.Null(s_good.Check());
        Assert.Null((s_good with { Condition = null }).Check());
        Assert.Null((s_good with { Moments = RuleMoments.None, Since = RuleSince.Opened, Hours = 4 }).Check());
        Assert.Null((s_good with { Steps = new TicketSteps(), WebhookId = 1 }).Check());
    }

    [Fact]
    public void Refuses_what_would_not_do_what_it_says()
    {
        Assert.Equal(WriteRule.NameMissing, (s_good with { Name = " " }).Check()?.Code);
        Assert.Equal(WriteRule.NeverAsked, (s_good with { Moments = RuleMoments.None }).Check()?.Code);
        Assert.Equal(WriteRule.HoursUnfit, (s_good with { Since = RuleSince.LastChange }).Check()?.Code);
        Assert.Equal(WriteRule.ConditionUnread, (s_good with { Condition = "rechnung before:sometime" }).Check()?.Code);
        Assert.Equal(WriteRule.ConditionTooLong, (s_good with { Condition = string.Join(' ', Enumerable.Repeat("wort", ReadSearch.MostClauses)) }).Check()?.Code);
        Assert.Equal(WriteRule.NobodyIsMe, (s_good with { Condition = "assignee:me" }).Check()?.Code);
        Assert.Equal(WriteRule.NobodyIsMe, (s_good with { Steps = new TicketSteps { Assignee = TicketSteps.Myself } }).Check()?.Code);
        Assert.Equal(MacroSteps.NoSuchVariable, (s_good with { Steps = new TicketSteps { Reply = "Hallo {{ nobody }}" } }).Check()?.Code);
        Assert.Equal(MacroSteps.DoesNothing, (s_good with { Steps = new TicketSteps() }).Check()?.Code);
    }
}
