using Lotse.Domain.Intake.Mail;
using Lotse.Domain.Staff;
using Lotse.Domain.Tickets;
using Xunit;

namespace Lotse.Domain.Tests.Staff;

public sealed class PasswordsTests
{
    [Theory]
    [InlineData("correct horse", null)]
    [InlineData("Straße 4711", null)]
    [InlineData("123456789", Passwords.TooShort)]
    [InlineData("", Passwords.TooShort)]
    [InlineData("abababababab", Passwords.TooPlain)]
    [InlineData("ADA@desk.example", Passwords.LikeAddress)]
    [InlineData("ada@desk.e", Passwords.LikeAddress)]
    public void Are_long_not_plain_and_not_the_address(string password, string? code) =>
        Assert.Equal(code, Passwords.Refuse(password, "ada@desk.example")?.Code);

    [Fact]
    public void Have_an_end() => Assert.Equal(Passwords.TooLong, Passwords.Refuse(new string('x', 250) + "1234567", "")?.Code);
}

public sealed class MailAddressesTests
{
    [Theory]
    [InlineData(" Ada@Desk.Example ", "ada@desk.example")]
    [InlineData("o'brien+x@a-b.example", "o'brien+x@a-b.example")]
    [InlineData("grüße@müller.example", "grüße@müller.example")]
    [InlineData("post@intern", "post@intern")]
    public void Are_cleaned(string typed, string clean) => Assert.Equal(clean, MailAddresses.Clean(typed));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("ada")]
    [InlineData("@desk.example")]
    [InlineData("ada@")]
    [InlineData("ada@desk..example")]
    [InlineData(".ada@desk.example")]
    [InlineData("ada@-desk.example")]
    [InlineData("ada lovelace@desk.example")]
    [InlineData("ada@desk.example\r\nBcc: eve@evil.example")]
    [InlineData("Ada <ada@desk.example>")]
    [InlineData("ada@eve@desk.example")]
    public void Are_refused(string? typed) => Assert.Null(MailAddresses.Clean(typed));

    [Fact]
    public void Have_an_end() => Assert.Null(MailAddresses.Clean(new string('a', 65) + "@desk.example"));
}

public sealed class SignInTriesTests
{
    private static readonly DateTimeOffset s_now = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000);

    [Fact]
    public void The_fifth_in_vain_locks_for_a_quarter_of_an_hour_and_then_the_count_begins_anew()
    {
        var tries = SignInTries.None;
        for (var i = 0; i < 4; i++) tries = tries.Failed(s_now);
        Assert.False(tries.IsLocked(s_now));

        tries = tries.Failed(s_now);

        Assert.True(tries.IsLocked(s_now.AddMinutes(14.9)));
        Assert.False(tries.IsLocked(s_now.AddMinutes(15)));
        Assert.Equal(1, tries.Failed(s_now.AddMinutes(16)).InVain);
    }
}

public sealed class TokenScopesTests
{
    [Theory]
    [InlineData("write read", "read write")]
    [InlineData("intake,read,read", "read intake")]
    [InlineData("", null)]
    [InlineData("read admin", null)]
    public void Come_in_one_order_and_are_known(string typed, string? clean) => Assert.Equal(clean, TokenScopes.Clean([typed]));

    [Fact]
    public void Are_whole_words() => Assert.False(TokenScopes.Has("readonly write", TokenScopes.Read));
}

public sealed class ChangeAgentTests
{
    private static readonly AgentNow s_admin = new(1, "Ada", Role.Admin, true, [7]);

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public void The_last_active_admin_neither_goes_nor_steps_down(int others, bool refused)
    {
        Assert.Equal(refused, new ChangeAgent(Active: false).Decide(s_admin, others, [7]).Refusal?.Code == ChangeAgent.LastAdmin);
        Assert.Equal(refused, new ChangeAgent(Role: Role.Agent).Decide(s_admin, others, [7]).Refusal?.Code == ChangeAgent.LastAdmin);
    }

    [Fact]
    public void An_inactive_admin_is_not_the_last() =>
        Assert.Null(new ChangeAgent(Role: Role.Lead).Decide(s_admin with { Active = false }, 0, [7]).Refusal);

    [Fact]
    public void Nothing_happens_where_nothing_changes() =>
        Assert.Empty(new ChangeAgent(Name: " Ada ", Communities: [7, 7]).Decide(s_admin, 0, [7]).Facts);

    [Fact]
    public void Says_each_thing_that_changes() =>
        Assert.Equal([new AgentDeactivated(1)], new ChangeAgent(Active: false).Decide(s_admin, 1, [7]).Facts);

    [Theory]
    [InlineData(Role.Agent, InviteAgent.CommunityMissing)]
    [InlineData(Role.Admin, null)]
    public void Whoever_does_not_see_all_needs_a_community(Role role, string? code) =>
        Assert.Equal(code, new ChangeAgent(Role: role, Communities: []).Decide(s_admin, 1, [7]).Refusal?.Code);
}
