using System.Text;
using Lotse.Tests.Adapters.FileTexts;
using Lotse.Tests.Desk;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Lotse.Tests.Search;

public sealed class FindingInFilesTests
{
    private sealed record Found(IReadOnlyList<FoundOne> Items);

    private sealed record FoundOne(FoundTicket Ticket, string Said);

    private sealed record FoundTicket(long Number, string Subject);

    private static async Task<string> SubjectsAsync(RunningDesk desk, string query) =>
        string.Join(" | ", (await desk.Api.ReadAsync<Found>($"/search?q={Uri.EscapeDataString(query)}")).Items.Select(one => one.Ticket.Subject));

    [Fact]
    public async Task Words_inside_of_files_are_found_and_each_file_is_read_once()
    {
        await using var desk = await RunningDesk.StartAsync();
        var pdf = SmallPdf.Of("Zaehlerstand 48213 vom Heizkeller");
        await desk.DeliverAsync(new CustomerMail("Mit PDF") { File = ("ablesung.pdf", pdf), From = "a@kunde.example" });
        await desk.DeliverAsync(new CustomerMail("Noch einmal") { File = ("kopie.pdf", pdf), From = "b@kunde.example" });
        await desk.DeliverAsync(new CustomerMail("Mit Text") { File = ("notizen.txt", Encoding.UTF8.GetBytes("Die Sicherung im Heizkeller fliegt heraus.")), From = "c@kunde.example" });
        await desk.DeliverAsync(new CustomerMail("Kaputt") { File = ("kaputt.pdf", Encoding.UTF8.GetBytes("%PDF-1.7 Heizkeller und sonst nichts")), From = "d@kunde.example" });
        await desk.DeliverAsync(new CustomerMail("Ohne") { From = "e@kunde.example" });
        await desk.FindableAsync();

        Assert.Equal("Noch einmal | Mit PDF", await SubjectsAsync(desk, "48213"));
        Assert.Equal("Mit Text | Noch einmal | Mit PDF", await SubjectsAsync(desk, "heizkeller"));
        Assert.Equal("Mit Text", await SubjectsAsync(desk, "\"Sicherung im Heizkeller\""));
        Assert.Equal("", await SubjectsAsync(desk, "file:heizkeller"));
        Assert.Equal("Mit PDF", await SubjectsAsync(desk, "filename:ablesung"));
        Assert.Equal("Kaputt | Mit Text | Noch einmal | Mit PDF", await SubjectsAsync(desk, "has:attachment"));
        Assert.Equal("Ohne", await SubjectsAsync(desk, "-has:attachment state:new"));
        Assert.Equal(3, await desk.LookAsync(d => d.FileTexts.CountAsync()));
        Assert.Contains("Heizkeller", (await desk.Api.ReadAsync<Found>("/search?q=48213")).Items[0].Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_put_aside_is_found_by_asking_for_it_only()
    {
        await using var desk = await RunningDesk.StartAsync();
        await desk.DeliverAsync(new CustomerMail("Netz eins") { From = "a@kunde.example" });
        await desk.DeliverAsync(new CustomerMail("Netz zwei") { From = "b@kunde.example" });
        await desk.SettledAsync();
        await desk.LookAsync(d => d.Tickets.Where(t => t.Number == 1002).ExecuteUpdateAsync(set => set.SetProperty(t => t.Lane, Lotse.Domain.Tickets.Lane.Spam)));
        (await desk.Api.PatchAsync(1002, new { priority = "high" })).EnsureSuccessStatusCode();
        (await desk.Api.PatchAsync(1001, new { priority = "urgent" })).EnsureSuccessStatusCode();
        await desk.FindableAsync();

        Assert.Equal("Netz eins", await SubjectsAsync(desk, "netz"));
        Assert.Equal("Netz zwei", await SubjectsAsync(desk, "netz is:spam"));
        Assert.Equal("Netz eins", await SubjectsAsync(desk, "prio:dringend"));
        Assert.Equal("", await SubjectsAsync(desk, "priority:high"));
    }
}
