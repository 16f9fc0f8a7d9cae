using System.Globalization;
using System.Net;
using Lotse.Tests.Desk;
using Xunit;

namespace Lotse.Tests.Intake.Mail.Placing;

/// <summary>Sizes, unknown people, and the order of what comes back to back.</summary>
public sealed class TakingInManyTests
{
    [Fact]
    public async Task Answers_never_overtake_what_they_answer_on_several_connections()
    {
        await using var desk = await RunningDesk.StartAsync();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(async lane =>
        {
            await using var first = await Postman.ComeAsync(desk.Lmtp);
            await using var second = await Postman.ComeAsync(desk.Lmtp);
            for (var i = 0; i < 10; i++)
            {
                var (from, id) = ($"kunde{lane}-{i}@kunde.example", $"parent-{lane}-{i}@kunde.example");
                // The first takes long to read, its answer does not.
                var parent = new CustomerMail { From = from, MessageId = id, File = ("viel.bin", new byte[300_000]) };
                Assert.StartsWith("250", (await first.DeliverAsync(parent.ToBytes(), from, RunningDesk.Mailbox))[0], StringComparison.Ordinal);
                var answer = CustomerMail.Answering(id, "Frage zur Lieferung") with { From = from };
                Assert.StartsWith("250", (await second.DeliverAsync(answer.ToBytes(), from, RunningDesk.Mailbox))[0], StringComparison.Ordinal);
            }
        }));
        await desk.SettledAsync();

        var tickets = (await desk.Api.ListAsync("?limit=200")).Items;
        Assert.Equal(40, tickets.Count);
        foreach (var ticket in tickets) Assert.Equal(2, (await desk.Api.TicketAsync(ticket.Number)).Messages.Count);
        Assert.Empty(await desk.CheckAsync());
    }

    [Fact]
    public async Task Thirty_megabytes_are_taken_and_forty_one_refused_at_both_doors()
    {
        await using var desk = await RunningDesk.StartAsync();
        var bytes = new byte[22_000_000]; // A third more as base64.
        Random.Shared.NextBytes(bytes);

        Assert.StartsWith("250", (await desk.DeliverAsync(new CustomerMail("Groß") { File = ("groß.bin", bytes) }))[0], StringComparison.Ordinal);
        await desk.SettledAsync();
        var file = Assert.Single((await desk.Api.TicketAsync(Assert.Single((await desk.Api.ListAsync()).Items).Number)).Messages[0].Attachments);
        using var attachment = await desk.Api.GetAsync($"/attachments/{file.Id}");
        Assert.Equal(bytes, await attachment.Content.ReadAsByteArrayAsync());

        var tooLarge = new CustomerMail { File = ("zu groß.bin", new byte[32_000_000]) }.ToBytes();
        Assert.True(tooLarge.Length > 41 * 1024 * 1024);
        await using var postman = await Postman.ComeAsync(desk.Lmtp);
        Assert.StartsWith("552", (await postman.DeliverAsync(tooLarge, "anna@kunde.example", RunningDesk.Mailbox))[0], StringComparison.Ordinal);
        using var posted = await desk.Api.TryPostMailAsync(tooLarge, RunningDesk.Mailbox);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, posted.StatusCode);
        Assert.Single((await desk.Api.ListAsync()).Items);
    }

    [Fact]
    public async Task An_unknown_recipient_is_refused_beside_a_known_one()
    {
        await using var desk = await RunningDesk.StartAsync();
        await using var postman = await Postman.ComeAsync(desk.Lmtp);

        var nobody = await postman.DeliverAsync(new CustomerMail().ToBytes(), "anna@kunde.example", "niemand@hafen.example");
        var mixed = await postman.DeliverAsync(new CustomerMail().ToBytes(), "anna@kunde.example", "niemand@hafen.example", RunningDesk.Mailbox);

        Assert.StartsWith("550", Assert.Single(nobody), StringComparison.Ordinal);
        Assert.StartsWith("250", Assert.Single(mixed), StringComparison.Ordinal);
        using var posted = await desk.Api.TryPostMailAsync(new CustomerMail().ToBytes(), "niemand@hafen.example");
        Assert.Equal(HttpStatusCode.NotFound, posted.StatusCode);
        await desk.SettledAsync();
        Assert.Single((await desk.Api.ListAsync()).Items);
    }

    [Fact]
    public async Task Ids_are_in_the_order_of_arrival_and_numbers_have_no_gaps()
    {
        await using var desk = await RunningDesk.StartAsync();
        for (var i = 0; i < 30; i++) await desk.DeliverAsync(new CustomerMail(string.Create(CultureInfo.InvariantCulture, $"Mail {i}")));
        await desk.SettledAsync();

        var items = (await desk.Api.ListAsync("?limit=100")).Items.Reverse().ToList();

        Assert.Equal(Enumerable.Range(0, 30).Select(i => $"Mail {i}"), items.Select(item => item.Subject));
        Assert.Equal(Enumerable.Range(0, 30).Select(i => items[0].Number + i), items.Select(item => item.Number));
    }
}
