using Lotse.Adapters.Database.Opening;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Lotse.Adapters.Database;
using Lotse.Tests.Adapters.Database;
using Lotse.Tests.Desk;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Lotse.Tests.Setup.Trouble;

/// <summary>What cannot work is said in one clear line with an exit code, never in a stack trace.</summary>
public sealed class RefusingToStartTests
{
    [Fact]
    public async Task Data_of_a_newer_version_is_named()
    {
        await using var place = await Place.MakeAsync(DatabaseKind.Sqlite);
        await using (var database = DatabaseParts.Open(place.Location))
        {
            await database.Database.ExecuteSqlRawAsync("INSERT INTO migrations (\"MigrationId\", \"ProductVersion\") VALUES ('29990101000000_Later', '99')");
        }

        var (status, line) = await RunAsync("serve", "--data", place.Location.Folder, "--urls", "http://127.0.0.1:0", "--lmtp", "off");

        Assert.Equal(1, status);
        Assert.Contains("newer version", line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--urls")]
    [InlineData("--lmtp")]
    public async Task A_port_in_use_is_named(string option)
    {
        await using var place = await Place.MakeAsync(DatabaseKind.Sqlite);
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var address = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{((IPEndPoint)taken.LocalEndpoint).Port}");

        var (status, line) = await RunAsync("serve", "--data", place.Location.Folder,
            "--urls", option == "--urls" ? $"http://{address}" : "http://127.0.0.1:0", "--lmtp", option == "--lmtp" ? address : "off");

        Assert.Equal(1, status);
        Assert.Contains(address, line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, "serve", "--nonsense")]
    [InlineData(2, "serve", "--lmtp", "nowhere")]
    [InlineData(1, "serve", "--database", "nonsense")]
    [InlineData(1, "serve", "--database", "Host=127.0.0.1;Port=1;Database=x;Username=x;Timeout=2")]
    [InlineData(1, "token", "create", "--agent", "nobody@desk.example", "--name", "x")]
    public async Task A_wrong_call_is_told_what_is_wrong(int expected, params string[] arguments)
    {
        await using var place = await Place.MakeAsync(DatabaseKind.Sqlite);

        var (status, _) = await RunAsync([.. arguments, "--data", place.Location.Folder]);

        Assert.Equal(expected, status);
    }

    /// <summary>The status and the one line on standard error.</summary>
    private static async Task<(int Status, string Line)> RunAsync(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", [DeskProgram.Dll, .. arguments])
        {
            UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true, RedirectStandardInput = true,
        })!;
        process.StandardInput.Close();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        try
        {
            var said = process.StandardOutput.ReadToEndAsync(patience.Token);
            var wrong = (await process.StandardError.ReadToEndAsync(patience.Token)).TrimEnd();
            await process.WaitForExitAsync(patience.Token);
            Assert.DoesNotContain("   at ", wrong + await said, StringComparison.Ordinal);
            Assert.Single(wrong.Split('\n'));
            return (process.ExitCode, wrong);
        }
        finally
        {
            if (!process.HasExited) process.Kill();
        }
    }
}
