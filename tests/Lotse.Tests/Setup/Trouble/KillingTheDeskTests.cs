using System.Collections.Concurrent;
using System.Globalization;
using Lotse.Tests.Desk;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Lotse.Tests.Setup.Trouble;

/// <summary>The desk is killed in the middle of its work, as a power cut does.</summary>
public sealed class KillingTheDeskTests
{
    private const int Mails = 240, Rounds = 3, Connections = 4;

    [Fact]
    [Trait("slow", "yes")]
    public async Task Every_mail_that_was_said_to_be_stored_is_there_exactly_once()
    {
        await using var desk = await RunningDesk.StartAsync();
        await desk.StopAsync();
        var mails = new ConcurrentQueue<CustomerMail>(Enumerable.Range(0, Mails).Select(Mail));
        var stored = new ConcurrentDictionary<string, bool>();

        for (var round = 0; round < Rounds; round++)
        {
            await using var child = await ChildDesk.StartAsync(desk.Location);
            var enough = stored.Count + (Mails / (Rounds + 2)) + round;
            var streams = Task.WhenAll(Enumerable.Range(0, Connections).Select(_ => StreamAsync(child, mails, stored)));
            await Wait.UntilAsync(() => stored.Count >= enough || streams.IsCompleted, $"{enough} mails are stored", seconds: 60);
            Assert.False(streams.IsCompleted, "Everything was delivered before the kill.");
            await child.KillAsync();
            await streams.WaitAsync(TimeSpan.FromSeconds(30));
        }

        await desk.ServeAgainAsync();
        Assert.True(stored.Count < Mails, "Nothing was left over, so the kill came too late.");
        while (mails.TryDequeue(out var mail)) Assert.StartsWith("250", (await desk.DeliverAsync(mail))[0], StringComparison.Ordinal);
        await desk.SettledAsync();
        var ids = await desk.LookAsync(database => database.Messages.Select(message => message.MailId!).ToListAsync());
        Assert.Equal(Enumerable.Range(0, Mails).Select(i => Mail(i).MessageId!).Order(), ids.Order());
        Assert.Empty(await desk.CheckAsync());
        Assert.Empty((await desk.Api.ParkedAsync()).Items);
    }

    private static CustomerMail Mail(int i) => new(string.Create(CultureInfo.InvariantCulture, $"Mail {i}"))
    {
        MessageId = string.Create(CultureInfo.InvariantCulture, $"killed-{i}@kunde.example"),
        File = i % 10 == 0 ? ("viel.bin", new byte[200_000]) : null,
    };

    /// <summary>Delivers one mail after the other until the desk is gone. What was not said to be stored goes back, as a relay keeps it.</summary>
    private static async Task StreamAsync(ChildDesk child, ConcurrentQueue<CustomerMail> mails, ConcurrentDictionary<string, bool> stored)
    {
        CustomerMail? mail = null;
        try
        {
            await using var postman = await Postman.ComeAsync(child.Lmtp);
            while (mails.TryDequeue(out mail))
            {
                if ((await postman.DeliverAsync(mail.ToBytes(), mail.From, RunningDesk.Mailbox))[0].StartsWith("250", StringComparison.Ordinal)) stored[mail.MessageId!] = true;
                else mails.Enqueue(mail);
                mail = null;
            }
        }
        catch (Exception gone) when (gone is IOException or System.Net.Sockets.SocketException)
        {
            if (mail is not null) mails.Enqueue(mail);
        }
    }
}
