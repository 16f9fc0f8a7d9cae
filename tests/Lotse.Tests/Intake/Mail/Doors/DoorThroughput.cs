using System.Diagnostics;
using System.Net;
using System.Text;
using Lotse.Adapters.MailServer.Door;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Lotse.Tests.Intake.Mail.Doors;

/// <summary>Prints what the bare door carries. Asks for no speed, as machines differ: run it by name with <c>-explicit only</c>.</summary>
public class DoorThroughput(ITestOutputHelper output)
{
    private const int Clients = 8;
    private const int MailsPerClient = 5000;

    [Fact(Explicit = true)]
    public async Task Prints_small_mails_per_second_with_eight_clients()
    {
        var desk = new MailDoor((_, _) => ValueTask.FromResult(RecipientAnswer.Known), (_, _, _) => Task.FromResult(TakeOverAnswer.Durable));
        var options = new MailDoorOptions { Spool = Path.GetTempPath(), Endpoints = [new(MailProtocol.Lmtp, new IPEndPoint(IPAddress.Loopback, 0))] };
        await using var listener = new MailListener(options, desk, TimeProvider.System, NullLogger<MailListener>.Instance);
        await listener.StartAsync(CancellationToken.None);
        var mail = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("A line of a small mail, of seventy bytes with its end, as mails have.\r\n", 45)) + ".\r\n");
        await RunAsync(listener, mail, 200);

        var (allocated, cpu) = (GC.GetTotalAllocatedBytes(), Environment.CpuUsage.TotalTime);
        var watch = Stopwatch.StartNew();
        await RunAsync(listener, mail, MailsPerClient);
        var count = Clients * MailsPerClient;
        var perMail = (Environment.CpuUsage.TotalTime - cpu).TotalMicroseconds / count;
        output.WriteLine($"{count / watch.Elapsed.TotalSeconds:F0} mails/s of {mail.Length} bytes; {perMail:F0} us CPU and "
            + $"{(GC.GetTotalAllocatedBytes() - allocated) / count} bytes allocated a mail, client included");
    }

    private static Task RunAsync(MailListener listener, byte[] mail, int mails) =>
        Task.WhenAll(Enumerable.Range(0, Clients).Select(_ => Task.Run(() => DeliverAsync(listener.Endpoints[0], mail, mails))));

    private static async Task DeliverAsync(IPEndPoint address, byte[] mail, int mails)
    {
        await using var client = await RawClient.ConnectAsync(address);
        await client.ReplyAsync();
        await client.SayAsync("LHLO load.example");
        var envelope = "MAIL FROM:<a@b.example> SIZE=3151\r\nRCPT TO:<support@lotse.example>\r\nDATA\r\n"u8.ToArray();
        for (var i = 0; i < mails; i++)
        {
            await client.SendAsync(envelope);
            await client.RepliesAsync(3);
            await client.SendAsync(mail);
            Assert.StartsWith("250", await client.ReplyAsync(), StringComparison.Ordinal);
        }
    }
}
