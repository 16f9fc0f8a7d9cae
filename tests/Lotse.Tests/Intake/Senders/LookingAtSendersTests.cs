using System.Net;
using Lotse.Adapters.Database;
using Lotse.Adapters.MailServer.Composing;
using Lotse.Adapters.NameServers;
using Lotse.Tests.Tickets.Pages;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Lotse.Tests.Intake.Senders;

/// <summary>The page of mailboxes says what DNS lacks, to those who ask.</summary>
public sealed class LookingAtSendersTests : IAsyncLifetime
{
    private const string Domain = "hafen.example";

    private readonly FakeNameServer _names = new();
    private readonly FakeTimeProvider _clock = new();
    private PagesDesk _desk = null!;

    public async ValueTask InitializeAsync() => _desk = await PagesDesk.StartAsync(services =>
        services.Replace(ServiceDescriptor.Singleton(new LookUpTexts(LookUpTexts.ServerOf(_names.Address), _clock))));

    public async ValueTask DisposeAsync()
    {
        await _desk.DisposeAsync();
        await _names.DisposeAsync();
    }

    [Fact]
    public async Task Asks_only_when_asked_and_then_says_what_to_add()
    {
        _names.Records[Domain] = ["v=spf1 mx +all", "something=else"];
        using var agent = await _desk.SignedInAsync();
        var before = await PageAsync(agent, "/mailboxes");
        Assert.Contains(Domain, before, StringComparison.Ordinal);
        Assert.Empty(_names.Asked);

        var page = await PageAsync(agent, $"/mailboxes?look={Domain}");
        Assert.Contains($"{Domain} TXT v=spf1 mx ~all", page, StringComparison.Ordinal);
        Assert.Contains($"lotse mailbox dkim --domain {Domain}", page, StringComparison.Ordinal);
        Assert.Contains($"_dmarc.{Domain} TXT v=DMARC1; p=none; rua=mailto:postmaster@{Domain}", page, StringComparison.Ordinal);
        Assert.Equal([$"_dmarc.{Domain}", Domain], _names.Asked.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Remembers_for_some_minutes_and_looks_at_our_own_domains_only()
    {
        using var agent = await _desk.SignedInAsync();
        await PageAsync(agent, "/mailboxes?look=elsewhere.example");
        Assert.Empty(_names.Asked);
        await PageAsync(agent, $"/mailboxes?look={Domain}");
        var asked = _names.Asked.Count;
        _names.Records[$"_dmarc.{Domain}"] = ["v=DMARC1; p=reject"];
        Assert.DoesNotContain("p=reject", await PageAsync(agent, $"/mailboxes?look={Domain}"), StringComparison.Ordinal);
        Assert.Equal(asked, _names.Asked.Count);
        _clock.Advance(TimeSpan.FromMinutes(6));
        Assert.DoesNotContain($"_dmarc.{Domain} TXT", await PageAsync(agent, $"/mailboxes?look={Domain}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Knows_its_own_key_even_where_it_is_longer_than_one_string()
    {
        var key = DkimKey.Make(Domain, "lotse");
        using var agent = await _desk.SignedInAsync();
        await _desk.WithAsync<IServiceProvider, bool>(async services =>
        {
            await services.GetRequiredService<KeptDkimKeys>().SetAsync(Domain, key, default);
            await services.GetRequiredService<Journal>().SaveAsync();
            return true;
        });
        Assert.Contains($"{key.RecordName} TXT {key.RecordText}", await PageAsync(agent, $"/mailboxes?look={Domain}"), StringComparison.Ordinal);
        _names.Records[key.RecordName] = [key.RecordText];
        _clock.Advance(TimeSpan.FromMinutes(6));
        Assert.DoesNotContain($"{key.RecordName} TXT", await PageAsync(agent, $"/mailboxes?look={Domain}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_silent_name_server_does_not_hold_the_page_for_long()
    {
        _names.Silent = true;
        using var agent = await _desk.SignedInAsync();
        var page = PageAsync(agent, $"/mailboxes?look={Domain}");
        await Desk.Wait.UntilAsync(() => !_names.Asked.IsEmpty, "the name server is asked");
        _clock.Advance(TimeSpan.FromSeconds(5));
        Assert.DoesNotContain($"{Domain} TXT", await page.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    private static async Task<string> PageAsync(Lotse.Tests.Staff.Visitor agent, string path) => WebUtility.HtmlDecode(await (await agent.GetAsync(path)).Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
}
