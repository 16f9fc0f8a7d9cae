using Lotse.Adapters.Database.Opening;
using System.Net;
using System.Net.Sockets;
using Lotse.Adapters.Database;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Lotse.Tests.Setup.Commands;

/// <summary>Whatever is asked wrongly is answered in one line, with a status, and without a stack trace.</summary>
public sealed class CallingWronglyTests : IDisposable
{
    private readonly string _folder = FilledDesk.NewFolder();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(2, "serv")]
    [InlineData(2, "serve", "--port", "80")]
    [InlineData(2, "serve", "--lmtp", "somewhere")]
    [InlineData(2, "backup")]
    [InlineData(2, "serve", "--smtp", "smtp+oauth://smtp.example", "--lmtp", "off", "--urls", "http://127.0.0.1:0")]
    [InlineData(2, "sending", "oauth")]
    [InlineData(2, "sending", "oauth", "--provider", "nobody")]
    [InlineData(2, "sending", "oauth", "--provider", "microsoft", "--client-id", "x")]
    [InlineData(2, "sending", "oauth", "--provider", "microsoft", "--client-id", "x", "--tenant", "a/../b")]
    [InlineData(2, "sending", "oauth", "--provider", "google", "--client-id", "x")]
    [InlineData(2, "sending", "oauth", "--token-endpoint", "http://login.example/token", "--client-id", "x", "--secrets-stdin")]
    [InlineData(1, "mailbox", "dkim", "--domain", "nowhere.example")]
    [InlineData(1, "check")]
    [InlineData(1, "backup", "--to", "/nowhere/at/all.tar.gz")]
    [InlineData(1, "restore", "--from", "/nowhere/at/all.tar.gz")]
    [InlineData(1, "mail", "import", "--mailbox", "a@b.example", ".")]
    [InlineData(1, "check", "--database", "nonsense")]
    [InlineData(1, "check", "--database", "Host=127.0.0.1;Port=1;Database=x;Username=x")]
    [InlineData(1, "setup", "--admin", "x", "--community", "C", "--mailbox", "a@b.example")]
    public async Task Is_told_in_one_line(int status, params string[] arguments) => await FailsAsync(status, [.. arguments, "--data", Path.Combine(_folder, "data")]);

    [Fact]
    public async Task A_port_in_use_is_named()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var address = taken.LocalEndpoint.ToString()!;
        Assert.Contains(address, await FailsAsync(1, "serve", "--data", _folder, "--urls", $"http://{address}", "--lmtp", "off"), StringComparison.Ordinal);
        Assert.Contains(address, await FailsAsync(1, "serve", "--data", _folder, "--urls", "http://127.0.0.1:0", "--lmtp", address), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_where_the_folder_should_be_is_named()
    {
        var file = Path.Combine(_folder, "file");
        await File.WriteAllTextAsync(file, "x", TestContext.Current.CancellationToken);
        Assert.Contains(file, await FailsAsync(1, "serve", "--data", Path.Combine(file, "data"), "--urls", "http://127.0.0.1:0", "--lmtp", "off"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Data_of_a_newer_version_is_left_alone()
    {
        var location = DatabaseLocation.Of(_folder, null);
        await using (var database = DatabaseParts.Open(location))
        {
            await MigrateDatabase.RunAsync(database, location, TimeProvider.System, TestContext.Current.CancellationToken);
            await database.Database.ExecuteSqlAsync($"INSERT INTO migrations VALUES ('29990101000000_Later', '99')", TestContext.Current.CancellationToken);
        }
        foreach (var verb in (string[][])[["serve", "--urls", "http://127.0.0.1:0", "--lmtp", "off"], ["check"], ["backup", "--to", Path.Combine(_folder, "b")]])
        {
            Assert.Contains("newer version", await FailsAsync(1, [.. verb, "--data", _folder]), StringComparison.Ordinal);
        }
    }

    private static async Task<string> FailsAsync(int status, params string[] arguments)
    {
        var done = await LotseProgram.RunAsync(null, arguments);
        Assert.Equal(status, done.Status);
        var lines = done.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => !line.Contains(" info: ", StringComparison.Ordinal)).ToList();
        Assert.StartsWith("lotse: ", Assert.Single(lines), StringComparison.Ordinal);
        return lines[0];
    }
}
