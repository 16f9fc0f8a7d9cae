using System.Net;
using Lotse.Adapters.Database.Rows;
using Lotse.Tests.Desk;
using Lotse.Tests.Staff;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Lotse.Tests.Replies;

/// <summary>The page on which admins say what stands below answers.</summary>
public sealed class KeepingSignaturesTests
{
    [Fact]
    public async Task Both_languages_are_kept_and_stand_below_the_next_answer()
    {
        await using var desk = await RunningDesk.StartAsync();
        using var admin = await SignedInAsync(desk, RunningDesk.Admin);
        var answer = await admin.PostAsync(await AddressAsync(desk), ("german", "Viele Grüße\r\n{{ agent.name }}\r\n"), ("english", "Kind regards"), ("then", "save"));

        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        var kept = await desk.LookAsync(d => d.Communities.SingleAsync());
        Assert.Equal(("Viele Grüße\n{{ agent.name }}", "Kind regards"), (kept.SignatureDe, kept.SignatureEn));
        var number = (await desk.PostMailAsync(new CustomerMail())).Ticket!.Value;
        await desk.Api.ReplyAsync(number);
        Assert.Contains("-- \nViele Grüße\nAda", (await desk.SentAsync("anna@kunde.example"))[0].TextBody!.ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_stand_there_is_refused_at_its_field_and_what_was_typed_stays()
    {
        await using var desk = await RunningDesk.StartAsync();
        using var admin = await SignedInAsync(desk, RunningDesk.Admin);
        var answer = await admin.PostAsync(await AddressAsync(desk), ("german", "Gut so"), ("english", "{{ agent.password }}"), ("then", "save"));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        var page = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains("Gut so</textarea>", page, StringComparison.Ordinal);
        Assert.Contains("{{ agent.password }}</textarea>", page, StringComparison.Ordinal);
        Assert.Contains("Eingesetzt werden nur {{ agent.name }}", WebUtility.HtmlDecode(page), StringComparison.Ordinal);
        Assert.Null(await desk.LookAsync(d => d.Communities.Select(c => c.SignatureDe).SingleAsync()));
    }

    [Fact]
    public async Task The_preview_fills_in_the_names_and_keeps_nothing()
    {
        await using var desk = await RunningDesk.StartAsync();
        using var admin = await SignedInAsync(desk, RunningDesk.Admin);
        var answer = await admin.PostAsync(await AddressAsync(desk), ("german", "{{ agent.name }} von {{ community.name }}"), ("english", ""), ("then", "preview"));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains("Ada von Hafen", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Null(await desk.LookAsync(d => d.Communities.Select(c => c.SignatureDe).SingleAsync()));
    }

    [Theory]
    [InlineData("/signatures")]
    [InlineData("/forwarding")]
    public async Task Only_admins_get_there_and_find_it_from_the_mailboxes(string address)
    {
        await using var desk = await RunningDesk.StartAsync();
        await desk.AddAgentAsync("Bo", RunningDesk.Community);
        using var admin = await SignedInAsync(desk, RunningDesk.Admin);
        using var bo = await SignedInAsync(desk, "bo@desk.example");

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Forbidden), ((await admin.GetAsync(address)).StatusCode, (await bo.GetAsync(address)).StatusCode));
        Assert.Contains($"href=\"{address}\"", await (await admin.GetAsync("/mailboxes")).Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.DoesNotContain($"href=\"{address}\"", await (await bo.GetAsync("/mailboxes")).Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whose_forwarded_mails_count_is_kept_and_a_wrong_name_of_a_server_is_refused()
    {
        await using var desk = await RunningDesk.StartAsync();
        using var admin = await SignedInAsync(desk, RunningDesk.Admin);
        var id = await desk.LookAsync(d => d.Communities.Select(c => c.Id).SingleAsync());

        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await admin.PostAsync("/forwarding", ($"from-{id}", "nobody"), ("trusted", "mx.desk.example <x>"))).StatusCode);
        Assert.Equal(Domain.Communities.ForwardsFrom.Agents, await desk.LookAsync(d => d.Communities.Select(c => c.Forwards).SingleAsync()));
        Assert.Equal(HttpStatusCode.SeeOther, (await admin.PostAsync("/forwarding", ($"from-{id}", "ownDomains"), ("trusted", "MX.desk.example, mx2.desk.example"))).StatusCode);
        Assert.Equal(Domain.Communities.ForwardsFrom.OwnDomains, await desk.LookAsync(d => d.Communities.Select(c => c.Forwards).SingleAsync()));
        Assert.Equal("mx.desk.example mx2.desk.example", await desk.LookAsync(d => d.Settings.Where(s => s.Name == Setting.TrustedReceivers).Select(s => s.Value).SingleAsync()));
    }

    [Fact]
    public async Task What_another_admin_has_written_meanwhile_is_not_written_over()
    {
        await using var desk = await RunningDesk.StartAsync();
        using var admin = await SignedInAsync(desk, RunningDesk.Admin);
        var (path, first) = (await AddressAsync(desk), await admin.VersionAsync("/signatures"));
        Assert.Equal(HttpStatusCode.SeeOther, (await admin.PostAsync(path, ("version", first), ("german", "Viele Grüße"), ("english", "Kind regards"), ("then", "save"))).StatusCode);
        await (await admin.PostAsync(path, ("version", first), ("german", "Gruß"), ("english", ""), ("then", "save"))).ComesBackAsync("Gruß</textarea>", $"name=\"version\" value=\"{first}\"");
        var looked = await admin.PostAsync(path, ("version", first), ("german", "Gruß"), ("english", ""), ("then", "preview"));
        Assert.Contains($"name=\"version\" value=\"{first}\"", await looked.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal); // Looking is not seeing anew.
        Assert.Equal(("Viele Grüße", "Kind regards"), await desk.LookAsync(async d => await d.Communities.Select(c => new { c.SignatureDe, c.SignatureEn }).SingleAsync() is var kept ? (kept.SignatureDe, kept.SignatureEn) : default));
        Assert.Equal(HttpStatusCode.SeeOther, (await admin.PostAsync(path, ("version", await admin.VersionAsync("/signatures")), ("german", "Gruß"), ("english", ""), ("then", "save"))).StatusCode);
    }


    private static async Task<string> AddressAsync(RunningDesk desk) => $"/signatures/{await desk.LookAsync(d => d.Communities.Select(c => c.Id).SingleAsync())}";

    private static async Task<Visitor> SignedInAsync(RunningDesk desk, string email)
    {
        var visitor = new Visitor(desk.Url);
        Assert.Equal(HttpStatusCode.SeeOther, (await visitor.PostAsync("/sign-in", ("email", email), ("password", "a plain long sentence"))).StatusCode);
        return visitor;
    }
}
