using System.Net;
using Lotse.Domain.Intake;
using Lotse.Tests.Ui;
using Lotse.Tickets.Reading.Seals;
using Lotse.Ui.Language;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Lotse.Tests.Tickets.Pages;

/// <summary>The ticket says of each sealed mail what was verified, and no more.</summary>
public class SayingWhatIsSealedTests
{
    private const string Sealed = "-----BEGIN PGP MESSAGE-----\r\n\r\nhQEMA0v4\r\n=abcd\r\n-----END PGP MESSAGE-----";

    [Theory]
    [InlineData("de")]
    [InlineData("en")]
    public void Only_a_valid_signature_gets_the_sign_for_it(string language)
    {
        foreach (var seal in SampleSeals.Seals)
        {
            var lines = SealText.Of(Texts.For(language), seal, "anna@kunde.example");
            Assert.NotEmpty(lines);
            Assert.Equal(seal.Signature == SignatureState.Valid, lines.Any(line => line.Tone == "good" || line.Icon == "shield-check"));
        }
        Assert.Equal(SampleSeals.Seals.Count(), SampleSeals.Seals.Select(seal => string.Join('|', SealText.Of(Texts.For(language), seal, "x").Select(line => line.Text))).Distinct().Count());
    }

    [Fact]
    public async Task A_mail_without_a_key_says_so_and_whoever_answers_is_warned()
    {
        await using var desk = await PagesDesk.StartAsync();
        var number = await desk.ReceiveAsync("kim@kunde.example", "Geheim", Sealed);
        using var agent = await desk.SignedInAsync();

        var page = WebUtility.HtmlDecode(await (await agent.GetAsync($"/tickets/{number}")).Content.ReadAsStringAsync());

        Assert.Contains("Verschlüsselt. ", page);
        Assert.DoesNotContain("#shield-check", page[page.IndexOf("class=\"history\"", StringComparison.Ordinal)..]);
        Assert.Contains("geht unverschlüsselt hinaus", page);
        Assert.DoesNotContain("name=\"quote\" value=\"1\" checked", page);
    }

    [Fact]
    public async Task Mail_that_is_not_sealed_says_nothing_about_seals()
    {
        await using var desk = await PagesDesk.StartAsync();
        var number = await desk.ReceiveAsync("kim@kunde.example", "Frage", "Guten Tag");
        using var agent = await desk.SignedInAsync();

        var page = WebUtility.HtmlDecode(await (await agent.GetAsync($"/tickets/{number}")).Content.ReadAsStringAsync());

        Assert.DoesNotContain("class=\"seals\"", page);
        Assert.DoesNotContain("unverschlüsselt", page);
        Assert.Contains("name=\"quote\" value=\"1\" checked", page);
    }

    [Fact]
    public async Task Reading_again_is_for_those_who_see_the_ticket()
    {
        await using var desk = await PagesDesk.StartAsync();
        await desk.ReceiveAsync("kim@kunde.example", "Geheim", Sealed);
        var message = await desk.ReadAsync(d => d.Messages.Select(m => m.Id).SingleAsync());
        using var agent = await desk.SignedInAsync();
        using var stranger = await desk.SignedInAsync(PagesDesk.Stranger);

        Assert.Equal(HttpStatusCode.SeeOther, (await agent.PostAsync($"/messages/{message}/readings")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.PostAsync($"/messages/{message}/readings")).StatusCode);
    }
}
