using System.Globalization;
using System.Net;
using System.Text;
using Lotse.Tests.Desk;
using Xunit;

namespace Lotse.Tests.Intake.Mail.Placing;

/// <summary>Mail that broken programs and ill will made, through the whole way in: each is a message or parked, and the desk is whole afterwards.</summary>
public sealed class TakingInSpoiltMailTests
{
    private const int Mails = 150;

    /// <summary>Pieces that mail is made of, in places where they do harm.</summary>
    private static readonly string[] Pieces =
    [
        "\r\n\r\n", "--between", "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n", "Content-Type: message/rfc822\r\n\r\n", "=?utf-8?B?////?=", "=?utf-8?Q?=C3?=",
        "charset=utf-16; x=", "From: ,,<>@\r\n", "References: <a@b> <", "\0\0\0", "\u001b$B", "Date: Mon, 99 Foo 99999 99:99:99 +9999\r\n", "Message-ID: <>\r\n", "begin 644 a\r\n",
    ];

    [Fact]
    public async Task Every_spoilt_mail_becomes_a_message_or_is_parked()
    {
        await using var desk = await RunningDesk.StartAsync();
        var random = new Random(20261123);
        int parked = 0, messages = 0;
        for (var i = 0; i < Mails; i++)
        {
            using var answer = await desk.Api.TryPostMailAsync(Spoilt(Whole(i), random), RunningDesk.Mailbox);
            Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
            var taken = await ApiClient.ReadAsync<TakenIn>(answer);
            if (taken.Outcome == "parked") parked++;
            else if (taken.Outcome != "duplicate") Assert.Contains((await desk.Api.TicketAsync(taken.Ticket!.Value)).Messages, message => message.Id == taken.Message);
            messages += taken.Outcome is "parked" or "duplicate" ? 0 : 1;
        }

        Assert.Equal(parked, (await desk.Api.ReadAsync<ParkedList>("/parked?limit=200")).Items.Count);
        Assert.True(messages > Mails / 2, $"{messages} of {Mails} became messages");
        Assert.Empty(await desk.CheckAsync());
        Assert.Equal("opened", (await desk.PostMailAsync(new CustomerMail("Danach geht es weiter"))).Outcome);
    }

    private static byte[] Whole(int index) => new CustomerMail(string.Create(CultureInfo.InvariantCulture, $"Störung {index}"), string.Concat(Enumerable.Repeat("Es geht nicht mehr.\n", 1 + (index % 30))))
    {
        File = index % 3 == 0 ? ("rechnung.pdf", new byte[500]) : null,
    }.ToBytes();

    private static byte[] Spoilt(byte[] mail, Random random)
    {
        for (var changes = random.Next(1, 6); changes > 0; changes--)
        {
            var at = random.Next(mail.Length);
            mail = random.Next(4) switch
            {
                0 => [.. mail[..at], .. Encoding.Latin1.GetBytes(Pieces[random.Next(Pieces.Length)]), .. mail[at..]],
                1 when at > 40 => mail[..at],
                2 => [.. mail[..at], .. mail.AsSpan(Math.Min(mail.Length, at + random.Next(80)))],
                _ => [.. mail[..at], (byte)random.Next(256), .. mail[at..]],
            };
        }
        return mail;
    }
}
