using System.Net;
using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Rows;
using Lotse.Domain.Setup;
using Lotse.Setup;
using Lotse.Staff.Agents;
using Lotse.Tests.Staff;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Lotse.Tests.Setup;

public sealed class SettingUpTests
{
    [Fact]
    public async Task Makes_a_desk_with_community_mailbox_admin_and_signing_key()
    {
        await using var desk = await StaffHost.StartAsync(setUp: false);
        using var visitor = desk.Visitor();

        var answer = await visitor.PostAsync("/set-up", Fields(desk.SetUpToken));

        Assert.Equal("/sign-in", answer.Headers.Location!.OriginalString);
        using var admin = await desk.SignedInAsync("ada@desk.example");
        Assert.Equal(HttpStatusCode.OK, (await admin.GetAsync("/staff")).StatusCode);
        await desk.WithAsync<DeskDatabase>(async d =>
        {
            Assert.Equal(32, Convert.FromBase64String((await d.Settings.SingleAsync(s => s.Name == Setting.SigningKey)).Value).Length);
            Assert.Equal(["hilfe@hafen.example", "info@hafen.example"], await d.Mailboxes.OrderBy(m => m.Address).Select(m => m.Address).ToListAsync());
            Assert.Equal("Hafen", (await d.Communities.SingleAsync()).Name);
        });
        Assert.Equal("deskSetUp", (await desk.FactsAsync())[0]);
    }

    [Fact]
    public async Task Leads_whoever_comes_to_an_empty_desk_to_the_page_that_says_what_to_do_and_nobody_afterwards()
    {
        await using var desk = await StaffHost.StartAsync(setUp: false);
        using var visitor = desk.Visitor();
        foreach (var path in (string[])["/", "/sign-in"]) Assert.Equal("/set-up", (await visitor.GetAsync(path)).Headers.Location!.OriginalString);
        Assert.Contains("?token=", await (await visitor.GetAsync("/set-up")).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains($"value=\"{desk.SetUpToken}\"", await (await visitor.GetAsync($"/set-up?token={desk.SetUpToken}")).Content.ReadAsStringAsync(), StringComparison.Ordinal);

        await visitor.PostAsync("/set-up", Fields(desk.SetUpToken));

        Assert.Equal(HttpStatusCode.OK, (await visitor.GetAsync("/sign-in")).StatusCode);
        Assert.Equal("/sign-in", (await visitor.GetAsync("/")).Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task Speaks_the_language_that_was_chosen_and_gives_it_to_the_community()
    {
        await using var desk = await StaffHost.StartAsync(setUp: false);
        using var visitor = desk.Visitor();

        var german = await (await visitor.GetAsync("/set-up?token=abc")).Content.ReadAsStringAsync();
        var english = await (await visitor.GetAsync("/set-up?token=abc&language=en")).Content.ReadAsStringAsync();
        var kept = await (await visitor.GetAsync("/set-up")).Content.ReadAsStringAsync();
        await visitor.PostAsync("/set-up", Fields(desk.SetUpToken));

        Assert.Contains("<html lang=\"de\"", german, StringComparison.Ordinal);
        Assert.Contains("href=\"?token=abc&amp;language=en\"", german, StringComparison.Ordinal);
        Assert.Contains("<html lang=\"en\"", english, StringComparison.Ordinal);
        Assert.Contains("<html lang=\"en\"", kept, StringComparison.Ordinal);
        Assert.Equal("en", await desk.WithAsync<DeskDatabase, string>(d => d.Communities.Select(c => c.Language).SingleAsync()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("00000000000000000000000000000000")]
    public async Task Needs_the_token_that_was_printed(string token)
    {
        await using var desk = await StaffHost.StartAsync(setUp: false);
        using var visitor = desk.Visitor();

        var answer = await visitor.PostAsync("/set-up", Fields(token));

        Assert.Equal("set-up-token-wrong", await answer.RefusalAsync());
        Assert.Contains("value=\"Ada\"", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Empty(await desk.FactsAsync());
    }

    [Fact]
    public async Task Is_slowed_down_for_whoever_guesses_the_token()
    {
        await using var desk = await StaffHost.StartAsync(setUp: false, tune: options => options.TriesPerMinute = 2);
        using var visitor = desk.Visitor();
        for (var i = 0; i < 2; i++) await visitor.PostAsync("/set-up", Fields("guess"));

        Assert.Equal(HttpStatusCode.TooManyRequests, (await visitor.PostAsync("/set-up", Fields(desk.SetUpToken))).StatusCode);
        Assert.Empty(await desk.FactsAsync());
    }

    [Fact]
    public async Task Closes_for_good()
    {
        await using var desk = await StaffHost.StartAsync();
        using var visitor = desk.Visitor();

        var shown = await visitor.GetAsync("/set-up");
        var posted = await visitor.PostAsync("/set-up", Fields(desk.SetUpToken, "eve@evil.example"));
        await desk.WithAsync<DeskDatabase>(d => d.Settings.Where(s => s.Name == Setting.SetUpAt).ExecuteDeleteAsync());
        var withoutTheMark = await visitor.PostAsync("/set-up", Fields(desk.SetUpToken, "eve@evil.example"));

        Assert.Equal([HttpStatusCode.NotFound, HttpStatusCode.NotFound, HttpStatusCode.NotFound], [shown.StatusCode, posted.StatusCode, withoutTheMark.StatusCode]);
        Assert.Equal(1, await desk.WithAsync<DeskDatabase, int>(d => d.Users.CountAsync()));
    }

    [Fact]
    public async Task Two_at_the_same_time_make_one_desk()
    {
        await using var desk = await StaffHost.StartAsync(setUp: false);
        using var visitor = desk.Visitor();
        var form = await visitor.FormTokenAsync("/set-up");

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => visitor.SubmitAsync("/set-up", form, Fields(desk.SetUpToken, $"admin{i}@desk.example"))));

        Assert.Single(answers, a => a.StatusCode == HttpStatusCode.SeeOther);
        Assert.Equal(5, answers.Count(a => a.StatusCode == HttpStatusCode.NotFound));
        await desk.WithAsync<DeskDatabase>(async d =>
        {
            Assert.Equal(1, await d.Users.CountAsync());
            Assert.Equal(1, await d.Communities.CountAsync());
        });
    }

    [Theory]
    [InlineData("email", "ada", "address-bad")]
    [InlineData("password", "short", "password-too-short")]
    [InlineData("password", "", "password-too-short")]
    [InlineData("password", "aaaaaaaaaaaa", "password-too-plain")]
    [InlineData("password", "ada@desk.example", "password-like-address")]
    [InlineData("community", " ", "community-missing")]
    [InlineData("mailbox", "", "mailbox-missing")]
    [InlineData("mailbox", "a@b.example nonsense", "address-bad")]
    public async Task Says_what_is_wrong_and_changes_nothing(string field, string value, string code)
    {
        await using var desk = await StaffHost.StartAsync(setUp: false);
        using var visitor = desk.Visitor();

        var answer = await visitor.PostAsync("/set-up", [.. Fields(desk.SetUpToken).Where(f => f.Name != field), (field, value)]);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Equal(code, await answer.RefusalAsync());
        Assert.Empty(await desk.FactsAsync());
    }

    [Fact]
    public async Task Without_a_password_the_admin_gets_a_link()
    {
        await using var desk = await StaffHost.StartAsync(setUp: false);
        var done = await desk.WithAsync<SetUpDesk, SetUpAnswer>(d => d.RunAsync("Ada@Desk.example", null, null, "Hafen", ["hilfe@hafen.example"]));

        await desk.WithAsync<AcceptInvite>(accept => accept.RunAsync(done.InviteToken, StaffHost.Password, default));

        using var admin = await desk.SignedInAsync("ada@desk.example");
        Assert.StartsWith("desk of ada in", await (await admin.GetAsync("/")).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(SetUp.Done, (await desk.WithAsync<SetUpDesk, SetUpAnswer>(d => d.RunAsync("b@desk.example", null, null, "H", ["i@h.example"]))).Refusal?.Code);
    }

    private static (string Name, string Value)[] Fields(string token, string email = "ada@desk.example") =>
    [
        ("token", token), ("name", "Ada"), ("email", email), ("password", StaffHost.Password), ("community", "Hafen"),
        ("mailbox", "Hilfe@Hafen.example, info@hafen.example"),
    ];
}
