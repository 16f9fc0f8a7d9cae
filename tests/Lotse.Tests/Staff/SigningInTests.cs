using System.Net;
using Lotse.Adapters.Database;
using Lotse.Staff;
using Lotse.Staff.Account;
using Lotse.Staff.Door;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Lotse.Tests.Staff;

public sealed class SigningInTests
{
    [Fact]
    public async Task Lets_an_agent_in_and_leads_where_the_agent_wanted_to_go()
    {
        await using var desk = await StaffHost.StartAsync();
        using var visitor = desk.Visitor();

        Assert.Equal(HttpStatusCode.Redirect, (await visitor.GetAsync("/")).StatusCode);
        var answer = await visitor.PostAsync("/sign-in", ("email", " Ada@Desk.Example "), ("password", StaffHost.Password), ("back", "/tickets?queue=mine"));

        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        Assert.Equal("/tickets?queue=mine", answer.Headers.Location!.OriginalString);
        Assert.Equal($"desk of Ada in {desk.Community}", await (await visitor.GetAsync("/")).Content.ReadAsStringAsync());
        Assert.Contains("signedIn", await desk.FactsAsync());
    }

    [Fact]
    public async Task Remembers_the_page_that_somebody_without_a_session_asked_for()
    {
        await using var desk = await StaffHost.StartAsync();
        using var visitor = desk.Visitor();

        var answer = await visitor.GetAsync("/account?x=1");

        Assert.Equal("/sign-in?back=%2Faccount%3Fx%3D1", answer.Headers.Location!.OriginalString);
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example")]
    [InlineData("/\\evil.example")]
    [InlineData("/\t/evil.example")]
    [InlineData("\\\\evil.example")]
    [InlineData("javascript:alert(1)")]
    [InlineData("")]
    public async Task Never_leads_away_from_the_desk(string back)
    {
        await using var desk = await StaffHost.StartAsync();
        using var visitor = desk.Visitor();

        var answer = await visitor.PostAsync("/sign-in", ("email", "ada@desk.example"), ("password", StaffHost.Password), ("back", back));

        Assert.Equal("/", answer.Headers.Location!.OriginalString);
        Assert.Equal("/", (await visitor.GetAsync("/sign-in?back=" + Uri.EscapeDataString(back))).Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task Answers_the_same_whether_the_account_is_unknown_or_the_password_wrong_or_the_agent_locked_or_deactivated()
    {
        await using var desk = await StaffHost.StartAsync();
        await desk.AddAgentAsync("gone@desk.example");
        await desk.WithAsync<DeskDatabase>(d => d.Users.Where(a => a.Email == "gone@desk.example").ExecuteUpdateAsync(s => s.SetProperty(a => a.Active, false)));
        await desk.AddAgentAsync("shut@desk.example");
        await desk.WithAsync<DeskDatabase>(d => d.Users.Where(a => a.Email == "shut@desk.example")
            .ExecuteUpdateAsync(s => s.SetProperty(a => a.LockoutEnd, desk.Clock.GetUtcNow().AddMinutes(5))));
        await desk.InviteAsync("invited@desk.example");
        var answers = new HashSet<string>();

        foreach (var (email, password) in ((string, string)[])[("nobody@desk.example", StaffHost.Password), ("ada@desk.example", "wrong and long"),
            ("gone@desk.example", StaffHost.Password), ("shut@desk.example", StaffHost.Password), ("invited@desk.example", StaffHost.Password), ("", "")])
        {
            using var visitor = desk.Visitor();
            var answer = await visitor.PostAsync("/sign-in", ("email", email), ("password", password));
            answers.Add($"{answer.StatusCode} {await answer.RefusalAsync()}");
            Assert.False(await visitor.IsInAsync());
        }

        Assert.Equal("UnprocessableEntity sign-in-refused", Assert.Single(answers));
    }

    [Fact]
    public async Task Takes_as_long_for_an_unknown_account_as_for_a_wrong_password()
    {
        await using var desk = await StaffHost.StartAsync(tune: options => options.HashIterations = 400_000);
        var known = await MeasureAsync(desk, "ada@desk.example");
        var unknown = await MeasureAsync(desk, "nobody@desk.example");

        // Without the decoy the second takes no hashing at all, a hundredth of the first.
        Assert.InRange(unknown / known, 0.3, 3.5);
    }

    [Fact]
    public async Task Answers_a_refusal_no_sooner_than_set()
    {
        await using var desk = await StaffHost.StartAsync(tune: options => options.RefusedAfter = TimeSpan.FromMilliseconds(700));

        Assert.True(await MeasureAsync(desk, "nobody@desk.example", times: 1) >= 690);
    }

    [Fact]
    public async Task Locks_after_five_wrong_tries_in_a_row_for_a_quarter_of_an_hour()
    {
        await using var desk = await StaffHost.StartAsync();
        using var visitor = desk.Visitor();
        for (var i = 0; i < 5; i++) await visitor.PostAsync("/sign-in", ("email", "ada@desk.example"), ("password", "wrong and long"));

        await visitor.PostAsync("/sign-in", ("email", "ada@desk.example"), ("password", StaffHost.Password));
        Assert.False(await visitor.IsInAsync());
        desk.Clock.Advance(TimeSpan.FromMinutes(14));
        await visitor.PostAsync("/sign-in", ("email", "ada@desk.example"), ("password", StaffHost.Password));
        Assert.False(await visitor.IsInAsync());
        desk.Clock.Advance(TimeSpan.FromMinutes(2));
        await visitor.PostAsync("/sign-in", ("email", "ada@desk.example"), ("password", StaffHost.Password));
        Assert.True(await visitor.IsInAsync());
        Assert.Single(await desk.FactsAsync(), "signInLocked");
    }

    [Fact]
    public async Task Four_wrong_tries_and_a_right_one_begin_the_count_anew()
    {
        await using var desk = await StaffHost.StartAsync();
        using var visitor = desk.Visitor();
        for (var round = 0; round < 2; round++)
        {
            for (var i = 0; i < 4; i++) await visitor.PostAsync("/sign-in", ("email", "ada@desk.example"), ("password", "wrong and long"));
            using var right = await desk.SignedInAsync();
            Assert.True(await right.IsInAsync());
        }
    }

    [Fact]
    public async Task Of_many_guesses_at_once_no_more_are_looked_at_than_one_after_the_other()
    {
        await using var desk = await StaffHost.StartAsync();
        using var visitor = desk.Visitor();
        var form = await visitor.FormTokenAsync("/sign-in");
        var wrong = Enumerable.Range(0, 24).Select(_ => visitor.SubmitAsync("/sign-in", form, ("email", "ada@desk.example"), ("password", "wrong and long")));
        await Task.WhenAll(wrong);

        var answer = await visitor.SubmitAsync("/sign-in", form, ("email", "ada@desk.example"), ("password", StaffHost.Password));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
    }

    [Fact]
    public async Task Slows_down_one_address_that_tries_too_often()
    {
        await using var desk = await StaffHost.StartAsync(tune: options => options.TriesPerMinute = 3);
        using var visitor = desk.Visitor();
        for (var i = 0; i < 3; i++) await visitor.PostAsync("/sign-in", ("email", $"someone{i}@desk.example"), ("password", "wrong and long"));

        var answer = await visitor.PostAsync("/sign-in", ("email", "ada@desk.example"), ("password", StaffHost.Password));

        Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode);
        Assert.Equal("too-many-tries", await answer.RefusalAsync());
        Assert.False(await visitor.IsInAsync());
    }

    [Fact]
    public async Task Signing_out_ends_the_session()
    {
        await using var desk = await StaffHost.StartAsync();
        using var visitor = await desk.SignedInAsync();

        var answer = await visitor.PostAsync("/sign-out");

        Assert.Equal("/sign-in?out=1", answer.Headers.Location!.OriginalString);
        Assert.False(await visitor.IsInAsync());
    }

    [Fact]
    public async Task Says_kindly_that_one_is_out_and_keeps_what_was_typed_but_the_password()
    {
        await using var desk = await StaffHost.StartAsync();
        using var visitor = desk.Visitor();

        var gone = await (await visitor.GetAsync("/sign-in?out=1&language=en")).Content.ReadAsStringAsync();
        var refused = await (await visitor.PostAsync("/sign-in", ("email", "bo<b>@desk.example"), ("password", "secret words"), ("back", "/tickets"))).Content.ReadAsStringAsync();

        Assert.Contains("You are signed out.", gone, StringComparison.Ordinal);
        Assert.Contains("href=\"?language=de\"", gone, StringComparison.Ordinal);
        Assert.Contains("value=\"bo&lt;b&gt;@desk.example\"", refused, StringComparison.Ordinal);
        Assert.Contains("value=\"/tickets\"", refused, StringComparison.Ordinal);
        Assert.DoesNotContain("secret words", refused, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_session_slides_on_while_it_is_used_and_ends_after_a_fortnight_unused()
    {
        await using var desk = await StaffHost.StartAsync();
        using var visitor = await desk.SignedInAsync();
        desk.Clock.Advance(TimeSpan.FromDays(10));
        Assert.True(await visitor.IsInAsync());
        desk.Clock.Advance(TimeSpan.FromDays(10));
        Assert.True(await visitor.IsInAsync());
        desk.Clock.Advance(TimeSpan.FromDays(15));
        Assert.False(await visitor.IsInAsync());
    }

    [Fact]
    public async Task A_new_password_ends_all_other_sessions_at_once_and_keeps_this_one()
    {
        await using var desk = await StaffHost.StartAsync();
        using var here = await desk.SignedInAsync();
        using var elsewhere = await desk.SignedInAsync();

        var wrong = await here.PostAsync("/account/password", ("present", "not the one"), ("password", "another long sentence"));
        var weak = await here.PostAsync("/account/password", ("present", StaffHost.Password), ("password", "short"));
        Assert.True(await elsewhere.IsInAsync());
        var right = await here.PostAsync("/account/password", ("present", StaffHost.Password), ("password", "another long sentence"));

        Assert.Equal("password-wrong", await wrong.RefusalAsync());
        Assert.Equal("password-too-short", await weak.RefusalAsync());
        Assert.Equal(HttpStatusCode.SeeOther, right.StatusCode);
        Assert.True(await here.IsInAsync());
        Assert.False(await elsewhere.IsInAsync());
        using var old = desk.Visitor();
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await old.PostAsync("/sign-in", ("email", "ada@desk.example"), ("password", StaffHost.Password))).StatusCode);
    }

    [Fact]
    public async Task Keeps_language_look_and_time_zone_and_refuses_what_it_does_not_know()
    {
        await using var desk = await StaffHost.StartAsync();
        using var visitor = await desk.SignedInAsync();

        Assert.Equal(HttpStatusCode.SeeOther, (await visitor.PostAsync("/account", ("language", "en"), ("theme", "dark"), ("zone", "America/New_York"))).StatusCode);
        await visitor.PostAsync("/account", ("theme", "system"));
        foreach (var (field, value) in ((string, string)[])[("language", "tlh"), ("theme", "pink"), ("zone", "Nowhere/Atall")])
        {
            Assert.Equal(HttpStatusCode.UnprocessableEntity, (await visitor.PostAsync("/account", (field, value))).StatusCode);
        }

        var kept = await desk.WithAsync<DeskDatabase, string>(d => d.Users.Select(a => $"{a.Language} {a.Theme} {a.TimeZone}").SingleAsync());
        Assert.Equal("en  America/New_York", kept);
    }

    private static async Task<double> MeasureAsync(StaffHost desk, string email, int times = 3)
    {
        var took = new List<double>();
        for (var i = 0; i <= times; i++)
        {
            var begun = System.Diagnostics.Stopwatch.GetTimestamp();
            await desk.WithAsync<SignIn>(signIn => signIn.ByPasswordAsync(email, "wrong and long", default));
            if (i > 0) took.Add(System.Diagnostics.Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
        }
        return took.Min();
    }
}
