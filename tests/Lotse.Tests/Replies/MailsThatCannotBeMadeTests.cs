using System.Net;
using System.Text;
using Lotse.Adapters.Database.Rows;
using Lotse.Domain.Intake;
using Lotse.Domain.Intake.Mail;
using Lotse.Domain.Tickets;
using Lotse.Tests.Desk;
using Microsoft.EntityFrameworkCore;
using MimeKit;
using Xunit;

namespace Lotse.Tests.Replies;

/// <summary>One mail that cannot be made is told of, and holds up no other.</summary>
public sealed class MailsThatCannotBeMadeTests
{
    [Fact]
    public async Task What_an_encoded_word_hides_in_an_id_adds_no_line_to_our_mail()
    {
        await using var sink = new SmtpSink();
        await using var desk = await RunningDesk.StartAsync(new DeskWishes { Sink = sink });
        var number = (await desk.PostMailAsync(new CustomerMail { MessageId = null, More = ["Message-ID: =?utf-8?Q?<=22=0AX-More:_yes=22@kunde.example>?="] })).Ticket!.Value;
        await desk.Api.ReplyAsync(number);

        Assert.DoesNotContain("X-More", Encoding.UTF8.GetString((await sink.WaitForAsync("anna@kunde.example")).Bytes), StringComparison.Ordinal);
    }

    [Fact]
    public void Whatever_looks_right_can_be_named_in_a_mail()
    {
        const string Signs = "ab.-_+@!#%'*/=?^`{|}~&$äß日1..@-";
        var random = new Random(20261130);
        for (var i = 0; i < 200_000; i++)
        {
            var address = new string([.. Enumerable.Range(0, random.Next(3, 9)).Select(_ => Signs[random.Next(Signs.Length)])]);
            if (MailAddresses.LooksRight(address)) Assert.Equal(address, new MailboxAddress("", address).Address);
        }
    }

    [Theory]
    [InlineData("x@a..b")]
    [InlineData("x@.b")]
    public async Task An_answer_to_a_mail_with_a_broken_id_leaves_without_naming_it(string id)
    {
        await using var sink = new SmtpSink();
        await using var desk = await RunningDesk.StartAsync(new DeskWishes { Sink = sink });
        var number = (await desk.PostMailAsync(new CustomerMail { MessageId = id })).Ticket!.Value;
        await desk.Api.ReplyAsync(number);

        Assert.Null((await sink.WaitForAsync("anna@kunde.example")).Mime.InReplyTo);
        await LeftAsync(desk, number, DeliveryState.Sent);
    }

    [Fact]
    public async Task One_whose_file_is_missing_fails_visibly_and_those_behind_it_leave()
    {
        await using var sink = new SmtpSink();
        await using var desk = await RunningDesk.StartAsync(new DeskWishes { Sink = sink, FakeClock = true });
        var (number, other) = ((await desk.PostMailAsync(new CustomerMail())).Ticket!.Value, (await desk.PostMailAsync(new CustomerMail { From = "ben@kunde.example" })).Ticket!.Value);
        await HeldUpAsync(desk, sink, number, other);
        Directory.Delete(Path.Combine(desk.Folder, "files"), recursive: true);
        GoOn(desk, sink);

        await sink.WaitForAsync("ben@kunde.example");
        await LeftAsync(desk, number, DeliveryState.Failed);
        var ticket = await desk.Api.TicketAsync(number);
        Assert.Equal(TicketState.Open, ticket.State);
        Assert.Equal("file-missing", (await desk.Api.HistoryAsync(number)).Single(fact => fact.Kind == "deliveryFailed").Data.GetProperty("reason").GetString());
        Assert.Empty(sink.To("anna@kunde.example"));
        Assert.Empty(await desk.CheckAsync());
    }

    [Fact]
    public async Task One_to_an_address_that_no_mail_can_name_fails_visibly_and_those_behind_it_leave()
    {
        await using var sink = new SmtpSink();
        await using var desk = await RunningDesk.StartAsync(new DeskWishes { Sink = sink, FakeClock = true });
        var (number, other) = ((await desk.PostMailAsync(new CustomerMail())).Ticket!.Value, (await desk.PostMailAsync(new CustomerMail { From = "ben@kunde.example" })).Ticket!.Value);
        await HeldUpAsync(desk, sink, number, other);
        await desk.LookAsync(async d =>
        {
            foreach (var message in await d.Messages.AsTracking().Where(m => m.Kind == MessageKind.Outgoing).OrderBy(m => m.Id).Take(1).ToListAsync())
            {
                d.Entry(message).Property(m => m.To).CurrentValue = [new MailName("", "kunde@firma..de")]; // As a version before took it.
            }
            return await d.SaveChangesAsync();
        });
        GoOn(desk, sink);

        await sink.WaitForAsync("ben@kunde.example");
        await LeftAsync(desk, number, DeliveryState.Failed);
    }

    [Theory]
    [InlineData("kunde@firma..de")]
    [InlineData("x@.de")]
    [InlineData("x@firma.de.")]
    [InlineData("x.@firma.de")]
    public async Task An_address_with_nothing_between_its_dots_is_refused(string address)
    {
        await using var desk = await RunningDesk.StartAsync();
        var number = (await desk.PostMailAsync(new CustomerMail())).Ticket!.Value;

        using var answer = await desk.Api.TryReplyAsync(number, new { text = "Antwort", to = new[] { address } });

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains("address-not-right", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Contains(address, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    /// <summary>Two answers that are due together, the first one with a file.</summary>
    private static async Task HeldUpAsync(RunningDesk desk, SmtpSink sink, long number, long other)
    {
        sink.GoAway();
        await desk.Api.ReplyAsync(number, more: new { text = "Anbei.", attachments = new[] { new { name = "plan.bin", content = Convert.ToBase64String(new byte[40_000]) } } });
        await Wait.UntilAsync(async () =>
        {
            var now = desk.Clock.GetUtcNow();
            return await desk.LookAsync(d => d.Outbox.AllAsync(o => o.NextAt > now && o.LeasedUntil == null));
        }, "it is put off");
        await desk.Api.ReplyAsync(other);
    }

    private static void GoOn(RunningDesk desk, SmtpSink sink)
    {
        sink.ComeBack();
        desk.Pass(TimeSpan.FromMinutes(6));
    }

    private static Task LeftAsync(RunningDesk desk, long number, DeliveryState state) => Wait.UntilAsync(
        async () => (await desk.Api.TicketAsync(number)).Messages[^1].Delivery == state, $"the message is {state}");
}
