using System.Text.Json;
using Lotse.Intake.Mail;
using Xunit;

namespace Lotse.Tests.Intake.Mail.Reading;

public sealed class InspectingMailTests
{
    [Fact]
    public async Task Prints_one_object_a_line_with_the_promised_fields()
    {
        var row = Assert.Single(await Inspect(Mails.Bytes(Mails.TwoForms)));
        string[] promised = ["file", "subject", "from", "to", "cc", "replyTo", "date", "messageId", "inReplyTo", "references", "text", "html", "visible", "quoted",
            "signature", "attachments", "kind", "dsn", "originalMessageId", "language", "signed", "encrypted", "nested", "calendar", "problems"];
        Assert.Empty(promised.Except(row.EnumerateObject().Select(p => p.Name)));
        Assert.Equal(("human", "none", "2025-10-14T07:12:33Z"), (row.GetProperty("kind").GetString(), row.GetProperty("signed").GetString(), row.GetProperty("date").GetString()));
    }

    [Fact]
    public async Task Takes_an_mbox_apart_at_its_separators_only()
    {
        var mbox = "From a@b.example Tue Oct 14 09:12:33 2025\nFrom: a@b.example\nSubject: eins\n\nFrom gestern an\n>From hier\n\n"
            + "From a@b.example Tue Oct 14 09:13:33 2025\nFrom: a@b.example\nSubject: zwei\n\nText\n";
        var file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        await File.WriteAllTextAsync(file, mbox, TestContext.Current.CancellationToken);
        try
        {
            var rows = await Inspect([], file);
            Assert.Equal(["eins", "zwei"], rows.Select(r => r.GetProperty("subject").GetString()));
            Assert.Equal("From gestern an\nFrom hier", rows[0].GetProperty("text").GetString()!.Trim());
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task Names_a_file_that_is_not_there()
    {
        var row = Assert.Single(await Inspect([], "/no/such/mail.eml"));
        Assert.Equal("file-unreadable", row.GetProperty("problems")[0].GetString());
    }

    private static async Task<List<JsonElement>> Inspect(byte[] stdin, string path = "-")
    {
        using var input = new MemoryStream(stdin);
        await using var output = new StringWriter();
        await InspectMail.RunAsync([path], input, output);
        return [.. output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonDocument.Parse(l).RootElement)];
    }
}
