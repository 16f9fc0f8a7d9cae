using Lotse.Adapters.MailServer.Sending;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Lotse.Tests.Intake.Mail.Doors.Sending;

public sealed class WritingToTheOutgoingFolderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("lotse-out-").FullName;
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task Writes_each_mail_into_a_file_of_its_own()
    {
        var outgoing = new OutgoingFolder(Path.Combine(_folder, "outgoing"), _clock);
        await using var mime = new MemoryStream("Subject: Hallo\r\n\r\nText\r\n"u8.ToArray());
        var results = await Task.WhenAll(
            outgoing.SendAsync(mime, "", ["a@kunde.example", "b@kunde.example"], TestContext.Current.CancellationToken),
            outgoing.SendAsync(new MemoryStream([1, 2, 3]), "", ["a@kunde.example"], TestContext.Current.CancellationToken));
        Assert.Equal(["a@kunde.example", "b@kunde.example"], results[0].Recipients.Where(one => one.Outcome == RecipientOutcome.Sent).Select(one => one.Address));
        var files = Directory.GetFiles(outgoing.Destination);
        Assert.Equal(2, files.Length);
        Assert.All(files, file => Assert.Matches(@"/20260302-090000-000-[0-9a-f]{8}\.eml$", file));
        Assert.Contains("Subject: Hallo\r\n\r\nText\r\n", files.Select(File.ReadAllText));
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_makes_the_mail_wait()
    {
        var file = Path.Combine(_folder, "file");
        await File.WriteAllTextAsync(file, "in the way", TestContext.Current.CancellationToken);
        var outgoing = new OutgoingFolder(file, _clock);
        var result = await outgoing.SendAsync(new MemoryStream([1]), "", ["a@kunde.example"], TestContext.Current.CancellationToken);
        Assert.Equal(SendingTrouble.FolderUnwritable, result.Trouble);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
