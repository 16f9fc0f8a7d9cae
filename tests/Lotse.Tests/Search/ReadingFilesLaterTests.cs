using System.Text;
using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Writing;
using Lotse.Adapters.Files;
using Lotse.Adapters.MailServer;
using Lotse.Search;
using Lotse.Tests.Desk;
using Lotse.Tickets.Finding;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Lotse.Tests.Search;

/// <summary>What cannot be read for now is no file without words.</summary>
public sealed class ReadingFilesLaterTests
{
    [Fact]
    public async Task While_files_are_away_nothing_is_kept_of_them_and_they_are_read_the_next_time()
    {
        await using var desk = await FilledAsync();
        Assert.Empty(await ReadAsync(desk, new AwayStore(Files(desk)), TimeProvider.System));
        Assert.Equal(0, await desk.LookAsync(d => d.FileTexts.CountAsync()));
        Assert.Single(await ReadAsync(desk, new FileStore(Files(desk)), TimeProvider.System));
        Assert.Equal(1, await desk.LookAsync(d => d.FileTexts.CountAsync(t => t.Text.Contains("Leuchtfeuer"))));
    }

    [Fact]
    public async Task Nor_where_the_time_for_all_of_them_is_over()
    {
        await using var desk = await FilledAsync();
        var slow = new FakeTimeProvider { AutoAdvanceAmount = TimeSpan.FromMinutes(2) };
        Assert.Empty(await ReadAsync(desk, new FileStore(Files(desk)), slow));
        Assert.Equal(0, await desk.LookAsync(d => d.FileTexts.CountAsync()));
    }

    [Fact]
    public async Task What_is_missing_is_kept_as_empty_and_not_tried_again()
    {
        await using var desk = await FilledAsync();
        var nowhere = Path.Combine(desk.Folder, "nowhere");
        Assert.Empty(await ReadAsync(desk, new FileStore(nowhere), TimeProvider.System));
        Assert.Equal("", await desk.LookAsync(d => d.FileTexts.Select(t => t.Text).SingleAsync()));
    }

    private static async Task<RunningDesk> FilledAsync()
    {
        var desk = await RunningDesk.StartAsync();
        var text = string.Concat(Enumerable.Range(0, 3000).Select(n => $"Leuchtfeuer {n} brennt.\n"));
        await desk.PostMailAsync(new CustomerMail { File = ("feuer.txt", Encoding.UTF8.GetBytes(text)) });
        await desk.FindableAsync();
        await desk.LookAsync(d => d.FileTexts.ExecuteDeleteAsync());
        return desk;
    }

    private static string Files(RunningDesk desk) => Path.Combine(desk.Folder, "files");

    private static Task<IReadOnlyDictionary<string, string>> ReadAsync(RunningDesk desk, FileStore files, TimeProvider clock) => desk.LookAsync<IReadOnlyDictionary<string, string>>(async database =>
    {
        using var gate = new WriteGate();
        var raw = new ReadRawMail(database, new RawMailCodec(files), new Spool(Path.Combine(desk.Folder, "spool-here")), files);
        var hanging = await database.Attachments.Join(database.Messages, a => a.MessageId, m => m.Id, (a, m) => new { File = a, m.TicketId, m.RawMailId }).ToListAsync();
        return await new TextsOfFiles(database, raw, gate, clock, NullLogger<TextsOfFiles>.Instance).RunAsync(hanging.ConvertAll(h => new HangingFile(h.TicketId, h.File, h.RawMailId)), default);
    });

    private sealed class AwayStore(string folder) : FileStore(folder)
    {
        public override Stream? Open(string sha256) => throw new FilesAway("The store is away.");
    }
}
