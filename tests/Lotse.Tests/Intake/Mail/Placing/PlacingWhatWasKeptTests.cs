using System.Net;
using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Opening;
using Lotse.Adapters.Database.Rows;
using Lotse.Intake.Mail;
using Lotse.Tests.Desk;
using Lotse.Tests.Replies.Automatic;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Lotse.Tests.Intake.Mail.Placing;

/// <summary>Mails that were kept and not placed before a stop, one of which cannot be read from where it is kept.</summary>
public sealed class PlacingWhatWasKeptTests
{
    [Fact]
    public async Task One_whose_row_is_damaged_is_parked_and_the_others_are_placed()
    {
        await using var desk = await RunningDesk.StartAsync();
        await LeftBehindAsync(desk, [new CustomerMail("Beschädigt"), new CustomerMail("Zwei"), new CustomerMail("Drei")],
            async d => await d.RawMails.OrderBy(r => r.Id).Take(1).ExecuteUpdateAsync(set => set.SetProperty(r => r.Bytes, new byte[] { 9 })));

        await desk.ServeAgainAsync();
        await desk.SettledAsync();

        Assert.Equal([(DeliveryStep.Parked, "kept-damaged"), (DeliveryStep.Placed, null), (DeliveryStep.Placed, null)],
            (await desk.LookAsync(d => d.Deliveries.OrderBy(x => x.Id).ToListAsync())).Select(x => (x.Step, x.Reason)));
        var parked = Assert.Single((await desk.Api.ParkedAsync()).Items);
        Assert.Equal("kept-damaged", parked.Reason);
        var opened = await ApiClient.ReadAsync<TakenIn>(await desk.Api.PostAsync($"/parked/{parked.Id}/tickets", new { }));
        Assert.Empty(Assert.Single((await desk.Api.TicketAsync(opened.Ticket!.Value)).Messages).Attachments);
    }

    [Fact]
    public async Task One_whose_file_is_missing_is_parked_and_its_page_says_why()
    {
        await using var desk = await RunningDesk.StartAsync();
        await LeftBehindAsync(desk, [new CustomerMail("Mit Anhang") { File = ("plan.bin", new byte[60_000]) }, new CustomerMail("Zwei")], _ => Task.FromResult(0));
        foreach (var file in Kept(desk)) File.Delete(file);

        await desk.ServeAgainAsync();
        await desk.SettledAsync();

        var parked = Assert.Single((await desk.Api.ParkedAsync()).Items);
        Assert.Equal("kept-damaged", parked.Reason);
        using var agent = await desk.SignedInAsync();
        Assert.Contains("Was davon gespeichert ist, ist beschädigt", WebUtility.HtmlDecode(await (await agent.GetAsync($"/parked/{parked.Id}")).Content.ReadAsStringAsync(TestContext.Current.CancellationToken)), StringComparison.Ordinal);
        Assert.Equal(1, await desk.LookAsync(d => d.Deliveries.CountAsync(x => x.Step == DeliveryStep.Placed)));
    }

    [Fact]
    public async Task One_whose_file_cannot_be_read_for_now_waits_without_a_counted_try_and_the_others_are_placed()
    {
        await using var desk = await RunningDesk.StartAsync();
        await LeftBehindAsync(desk, [new CustomerMail("Mit Anhang") { File = ("plan.bin", new byte[60_000]) }, new CustomerMail("Zwei")], _ => Task.FromResult(0));
        await using (new FileStream(Assert.Single(Kept(desk)), FileMode.Open, FileAccess.ReadWrite, FileShare.None))
        {
            await desk.ServeAgainAsync();
            await Wait.UntilAsync(() => desk.LookAsync(d => d.Deliveries.AnyAsync(x => x.Step == DeliveryStep.Placed)), "the second is placed");
            await Wait.UntilAsync(() => desk.LookAsync(d => d.Deliveries.AnyAsync(x => x.Step == DeliveryStep.Waiting && x.Attempts == 0)), "the first is given back");
        }

        await desk.SettledAsync();
        Assert.Equal(2, await desk.LookAsync(d => d.Deliveries.CountAsync(x => x.Step == DeliveryStep.Placed)));
    }

    [Fact]
    public async Task What_is_placed_is_not_parked_beside_its_ticket()
    {
        await using var desk = await RunningDesk.StartAsync();
        await desk.PostMailAsync(new CustomerMail());
        var id = await desk.LookAsync(d => d.Deliveries.Select(x => x.Id).SingleAsync());

        Assert.Null(await desk.WithAsync<ParkMail, PlacedMail?>(park => park.ParkAsync(id, "stopped-the-desk", default)));

        Assert.Equal(DeliveryStep.Placed, await desk.LookAsync(d => d.Deliveries.Select(x => x.Step).SingleAsync()));
    }

    private static string[] Kept(RunningDesk desk) => [.. Directory.EnumerateFiles(Path.Combine(desk.Folder, "files"), "*", SearchOption.AllDirectories)];

    /// <summary>Stops the desk as if it had been ended before it placed them.</summary>
    private static async Task LeftBehindAsync(RunningDesk desk, CustomerMail[] mails, Func<DeskDatabase, Task<int>> harm)
    {
        foreach (var mail in mails) await desk.DeliverAsync(mail);
        await desk.SettledAsync();
        await desk.StopAsync();
        await using var database = DatabaseParts.Open(desk.Location);
        await database.Deliveries.ExecuteUpdateAsync(set => set.SetProperty(d => d.Step, DeliveryStep.Waiting).SetProperty(d => d.Outcome, (string?)null).SetProperty(d => d.LeasedUntil, DateTimeOffset.UnixEpoch));
        await harm(database);
    }
}
