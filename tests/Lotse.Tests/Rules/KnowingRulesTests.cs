using Lotse.Adapters.Database.Rows.Automation;
using Lotse.Domain.Replies.Macros;
using Lotse.Domain.Rules;
using Lotse.Domain.Tickets;
using Lotse.Rules;
using Xunit;

namespace Lotse.Tests.Rules;

public sealed class KnowingRulesTests
{
    [Theory]
    [InlineData("netz", true)]
    [InlineData("", true)]
    [InlineData("netz k*", false)] // Kept before a beginning had to have two letters: without it the rule would fit all with "netz".
    [InlineData("k*", false)]
    public void A_condition_that_cannot_be_read_whole_makes_no_rule(string condition, bool rule) =>
        Assert.Equal(rule, KnownRules.Of(new RuleRow { Id = 1, Condition = condition, Moments = RuleMoments.TicketOpened, Zone = "Europe/Berlin", Steps = MacroSteps.Write(new TicketSteps { Note = "einmal" }) }) is not null);
}
