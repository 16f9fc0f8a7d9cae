using System.IO.Compression;
using System.Net;
using Lotse.Tickets.Pages;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Lotse.Tests.Tickets.Pages;

public sealed class TakingAllFilesTests
{
    [Fact]
    public async Task Packs_all_files_of_a_message_into_one_and_gives_strangers_nothing()
    {
        await using var desk = await PagesDesk.StartAsync();
        await desk.ReceiveAsync("kim@kunde.example", "Zwei Dateien", "--b\r\nContent-Type: text/plain\r\n\r\nAnbei.\r\n"
            + "--b\r\nContent-Type: text/csv; name=liste.csv\r\nContent-Disposition: attachment; filename=liste.csv\r\n\r\n1;2\r\n"
            + "--b\r\nContent-Type: text/csv; name=\"../liste.csv\"\r\nContent-Disposition: attachment; filename=\"LISTE.csv\"\r\n\r\n3;4\r\n--b--", "X-Mixed: yes\r\nContent-Type: multipart/mixed; boundary=b\r\n");
        var id = await desk.ReadAsync(d => d.Messages.Select(m => m.Id).SingleAsync());
        using var agent = await desk.SignedInAsync();
        using var stranger = await desk.SignedInAsync(PagesDesk.Stranger);

        var answer = await agent.GetAsync($"/messages/{id}/files");
        await using var zip = new ZipArchive(await answer.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));

        Assert.Equal("application/zip", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal(["liste.csv", "LISTE (2).csv"], zip.Entries.Select(entry => entry.FullName));
        using var second = new StreamReader(await zip.Entries[1].OpenAsync(TestContext.Current.CancellationToken));
        Assert.Equal("3;4", (await second.ReadToEndAsync(TestContext.Current.CancellationToken)).Trim());
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync($"/messages/{id}/files")).StatusCode);
    }

    [Fact]
    public void Names_stay_in_their_folder_and_apart() =>
        Assert.Equal(["a.txt", "_etc_passwd", "A (2).txt", "file", "CON_", "b"], MessageFiles.Names(["a.txt", "../etc/passwd", "A.txt", " .. ", "CON:", "b."]));
}
