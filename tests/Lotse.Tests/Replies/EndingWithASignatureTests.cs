using Lotse.Adapters.Database.Opening;
using Lotse.Tests.Desk;
using Lotse.Tests.Setup.Commands;
using Xunit;

namespace Lotse.Tests.Replies;

/// <summary>Answers end with what their community has written below them, before the quoted words.</summary>
public sealed class EndingWithASignatureTests
{
    [Fact]
    public async Task An_answer_ends_with_the_signature_in_text_and_html_and_the_words_themselves_stay_as_they_were()
    {
        await using var desk = await RunningDesk.StartAsync();
        var before = (await desk.PostMailAsync(new CustomerMail { From = "berta@kunde.example" })).Ticket!.Value;
        await desk.Api.ReplyAsync(before, more: new { text = "Noch ohne." });
        Assert.DoesNotContain("-- ", (await desk.SentAsync("berta@kunde.example"))[0].TextBody, StringComparison.Ordinal);

        Assert.Contains("-- \nViele Grüße\nAda & Co", await SetAsync(desk, "Viele Grüße\n{{ agent.name }} & Co\n{{community.name}}\n"), StringComparison.Ordinal);
        var number = (await desk.PostMailAsync(new CustomerMail { From = "anna@kunde.example" })).Ticket!.Value;
        await desk.Api.ReplyAsync(number, more: new { html = "<p>Bitte <b>sehr</b>.</p>", quote = true });

        var mail = (await desk.SentAsync("anna@kunde.example"))[0];
        var text = mail.TextBody!.ReplaceLineEndings("\n");
        Assert.StartsWith("Bitte sehr.\n\n-- \nViele Grüße\nAda & Co\nHafen\n\n", text, StringComparison.Ordinal);
        Assert.True(text.IndexOf("\n> ", StringComparison.Ordinal) > text.IndexOf("Hafen", StringComparison.Ordinal), text);
        var html = mail.HtmlBody!.ReplaceLineEndings("\n");
        Assert.Contains("<p>-- <br>\nViele Gr&#252;&#223;e<br>\nAda &amp; Co<br>\nHafen</p>", html, StringComparison.Ordinal);
        Assert.True(html.IndexOf("<blockquote", StringComparison.Ordinal) > html.IndexOf("Ada &amp; Co", StringComparison.Ordinal), html);
        Assert.Equal("Bitte sehr.", (await desk.Api.TicketAsync(number)).Messages[^1].Text.Trim());
    }

    [Theory]
    [InlineData("{{ agent.password }}", "not {{ agent.password }}")]
    [InlineData("", "nothing came")]
    public async Task What_cannot_stand_there_is_said_in_one_line(string text, string says)
    {
        var folder = Directory.CreateTempSubdirectory("lotse-desk-").FullName;
        var (status, _, error) = await LotseProgram.RunAsync(text, "community", "signature", "--community", "Hafen", "--language", "de", "--data", folder);
        Assert.Equal(2, status);
        Assert.Contains(says, Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        Directory.Delete(folder, recursive: true);
    }

    private static async Task<string> SetAsync(RunningDesk desk, string text)
    {
        string[] at = ["--data", desk.Folder, .. desk.Location.Kind == DatabaseKind.Postgres ? (string[])["--database", desk.Location.Connection] : []];
        var (status, output, error) = await LotseProgram.RunAsync(text, ["community", "signature", "--community", RunningDesk.Community, "--language", "de", .. at]);
        Assert.True(status == 0, output + error);
        return output;
    }
}
