using System.Net;
using Lotse.Adapters.Telephony;
using Lotse.Domain.Contacts;
using Lotse.Tests.Desk;
using Lotse.Tests.Replies.Automatic;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Lotse.Tests.Intake.Mail.Placing;

public sealed class PhonesInSignaturesTests
{
    private const string Signed = "Guten Tag,\n\nwann kommt mein Paket? Sie erreichen mich unter 0151 23456789.\n\n-- \nAnna Ahrens\nTel.: 040 / 3019 1234\nmobil +49 (0)171 1234567\nFax: 040 3019 1235\n";

    [Theory]
    [InlineData("Tel. 040 30191234", "DE", "+494030191234")]
    [InlineData("T +49 (0)40 / 30 19 12 34", "DE", "+494030191234")]
    [InlineData("Phone 020 7946 0018", "GB", "+442079460018")]
    [InlineData("+43 1 5058 1234 | +49 171 1234567", "DE", "+43150581234 +491711234567")]
    [InlineData("Fax 040 30191234", "DE", "")]
    [InlineData("IBAN DE89 3704 0044 0532 0130 00", "DE", "")]
    [InlineData("HRB 123456 Amtsgericht Hamburg", "DE", "")]
    [InlineData("Am 12.03.2026 um 14:30 in 20457 Hamburg", "DE", "")]
    public void Numbers_are_found_and_what_only_looks_like_one_is_not(string line, string region, string expected) =>
        Assert.Equal(expected, string.Join(' ', PhonesInText.Find(line, region, 5)));

    [Fact]
    public async Task Numbers_under_a_mail_are_kept_with_where_they_come_from()
    {
        await using var desk = await RunningDesk.StartAsync();
        var number = (await desk.PostMailAsync(new CustomerMail("Paket", Signed))).Ticket!.Value;
        await desk.PostMailAsync(new CustomerMail("Noch einmal", Signed));

        Assert.Equal(["+494030191234", "+491711234567"], await NumbersAsync(desk));
        using var agent = await desk.SignedInAsync();
        var contact = await desk.LookAsync(d => d.Contacts.Select(c => c.Id).SingleAsync());
        var (ticket, card) = (await PageAsync(agent, $"/tickets/{number}"), await PageAsync(agent, $"/contacts/{contact}"));
        Assert.Contains("href=\"tel:+494030191234\"", ticket, StringComparison.Ordinal);
        Assert.Contains("Aus der Signatur einer Mail vom", ticket, StringComparison.Ordinal);
        Assert.Matches($"\\+494030191234</a>.*Aus der Signatur einer Mail vom.*#{number}</a>", card.ReplaceLineEndings(" "));
        Assert.Empty(await desk.CheckAsync());
    }

    [Fact]
    public async Task What_an_agent_typed_stays_and_there_are_five_at_most()
    {
        await using var desk = await RunningDesk.StartAsync();
        await desk.PostMailAsync(new CustomerMail());
        await desk.LookAsync(async d =>
        {
            var contact = await d.Contacts.SingleAsync();
            d.ContactPhones.Add(new ContactPhone { Id = 1, ContactId = contact.Id, CommunityId = contact.CommunityId, Number = "+494030191234", At = DateTimeOffset.UnixEpoch });
            return await d.SaveChangesAsync();
        });
        var many = string.Concat(Enumerable.Range(1, 8).Select(i => $"Tel. 040 3019123{i}\n"));

        await desk.PostMailAsync(new CustomerMail("Viele", $"Hallo,\n\nviele Nummern.\n\n-- \nAnna\nTel. 040 30191234\n{many}"));

        Assert.Equal(5, (await NumbersAsync(desk)).Count);
        Assert.Null(await desk.LookAsync(d => d.ContactPhones.Where(p => p.Number == "+494030191234").Select(p => p.MessageId).SingleAsync()));
    }

    [Theory]
    [InlineData("Auto-Submitted: auto-replied")]
    [InlineData("List-Id: <users.kunde.example>")]
    public async Task What_no_person_wrote_adds_no_number(string header)
    {
        await using var desk = await RunningDesk.StartAsync();
        await desk.PostMailAsync(new CustomerMail("Paket", Signed) { More = [header] });

        Assert.Empty(await NumbersAsync(desk));
    }

    private static Task<List<string>> NumbersAsync(RunningDesk desk) => desk.LookAsync(d => d.ContactPhones.OrderBy(p => p.Id).Select(p => p.Number).ToListAsync());

    private static async Task<string> PageAsync(Tests.Staff.Visitor agent, string path) => WebUtility.HtmlDecode(await (await agent.GetAsync(path)).Content.ReadAsStringAsync());
}
