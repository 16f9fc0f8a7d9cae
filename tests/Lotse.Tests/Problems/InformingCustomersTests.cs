using System.Globalization;
using System.Net;
using Lotse.Adapters.Database;
using Lotse.Domain.Tickets;
using Lotse.Problems;
using Lotse.Replies.Informing;
using Lotse.Tests.Desk;
using Microsoft.EntityFrameworkCore;
using Xunit;
using static Lotse.Tests.Problems.GroupingTicketsTests;

namespace Lotse.Tests.Problems;

public sealed class InformingCustomersTests
{
    private const string German = "Guten Tag,\n\ndie Anmeldung ist gestört. Ticket {{ number }}.", English = "Hello,\n\nsigning in does not work. Ticket {{ number }}.";

    [Fact]
    public async Task Everybody_is_told_once_in_their_language_and_second_tickets_get_a_note()
    {
        await using var sink = new SmtpSink();
        await using var desk = await RunningDesk.StartAsync(new DeskWishes { Sink = sink });
        var (kim, kim2, lou) = (await FromAsync(desk, "kim"), await FromAsync(desk, "kim"), await EnglishAsync(desk, "lou"));
        var done = await FromAsync(desk, "max");
        (await desk.Api.PatchAsync(done, new { state = "resolved" })).EnsureSuccessStatusCode();
        var problem = await OpenAsync(desk.Api, new { title = "Anmeldung gestört", german = German, english = English, tickets = new[] { kim, kim2, lou, done } });

        var run = await FinishedAsync(desk.Api, await StartAsync(desk.Api, problem.Id, new { }));

        Assert.Equal((3, 2, 1, 0, 0), (run.Total, run.Told, run.Noted, run.Refused, run.Waiting));
        var mail = await sink.WaitForAsync("kim@kunde.example");
        Assert.Contains($"die Anmeldung ist gestört. Ticket {kim}.", mail.Mime.TextBody);
        Assert.Contains("signing in does not work", (await sink.WaitForAsync("lou@kunde.example")).Mime.TextBody);
        Assert.Equal(TicketState.Open, (await desk.Api.TicketAsync(kim)).State); // Nobody has to answer: it does not wait for the customer.
        Assert.Contains((await desk.Api.TicketAsync(kim2)).Messages, m => m.Kind == MessageKind.Note && m.Text.Contains($"#{kim}", StringComparison.Ordinal));
        Assert.DoesNotContain((await desk.Api.TicketAsync(done)).Messages, m => m.Kind != MessageKind.Incoming);
        Assert.Equal("inform-same-words", await CodeAsync(await desk.Api.PostAsync($"/problems/{problem.Id}/informings", new { })));

        // Who comes later is told by going on with it, and nobody else.
        var late = await FromAsync(desk, "ida");
        (await desk.Api.PostAsync($"/problems/{problem.Id}/tickets", new { tickets = new[] { late } })).EnsureSuccessStatusCode();
        (await desk.Api.SendAsync(HttpMethod.Post, $"/informings/{run.Id}/continuation")).EnsureSuccessStatusCode();
        Assert.Equal((4, 3, 1), (await FinishedAsync(desk.Api, run)) is var after ? (after.Total, after.Told, after.Noted) : default);
        await sink.WaitForAsync("ida@kunde.example");
        Assert.Equal(3, sink.Mails.Count);
        Assert.Empty(await desk.CheckAsync());
        Assert.Empty(await desk.VerifyAsync());
    }

    [Fact]
    public async Task What_stands_in_the_way_is_listed_and_leaves_the_others_alone()
    {
        await using var desk = await RunningDesk.StartAsync();
        var (named, nameless) = (await ((Func<Task<long>>)(async () => (await desk.PostMailAsync(new CustomerMail("Anmeldung") { From = "Kim Kunde <kim@kunde.example>" })).Ticket!.Value))(), await FromAsync(desk, "lou"));
        var problem = await OpenAsync(desk.Api, new { title = "Anmeldung gestört", german = "Guten Tag {{ contact.name }}", tickets = new[] { named, nameless } });

        var run = await FinishedAsync(desk.Api, await StartAsync(desk.Api, problem.Id, new { }));

        Assert.Equal((1, 1), (run.Told, run.Refused));
        Assert.Equal((nameless.ToString(CultureInfo.InvariantCulture), "inform-value-missing contact.name"), (run.Refusals[0].Ticket, run.Refusals[0].Why));
        Assert.Contains("Guten Tag Kim Kunde", (await desk.SentAsync("kim@kunde.example"))[0].TextBody);
        Assert.Single((await desk.Api.TicketAsync(nameless)).Messages);
        Assert.Empty(await desk.CheckAsync());
    }

    [Fact]
    public async Task What_has_not_left_is_taken_back_without_drafts_and_told_again_only_on_asking()
    {
        await using var sink = new SmtpSink();
        await using var desk = await RunningDesk.StartAsync(new DeskWishes { Sink = sink, Undo = TimeSpan.FromMinutes(4) });
        var numbers = new List<long>();
        foreach (var who in (string[])["kim", "lou", "kim", "max"]) numbers.Add(await FromAsync(desk, who));
        var problem = await OpenAsync(desk.Api, new { title = "Anmeldung gestört", german = German, tickets = numbers });
        var run = await FinishedAsync(desk.Api, await StartAsync(desk.Api, problem.Id, new { }));
        Assert.Equal((3, 1), (run.Told, run.Noted));

        (await desk.Api.SendAsync(HttpMethod.Post, $"/informings/{run.Id}/undo")).EnsureSuccessStatusCode();
        var back = await FinishedAsync(desk.Api, run);

        Assert.Equal((0, 3, true), (back.Told, back.TakenBack, back.Undo));
        foreach (var number in numbers) Assert.DoesNotContain((await desk.Api.TicketAsync(number)).Messages, m => m.Kind == MessageKind.Outgoing);
        Assert.Equal(TicketState.New, (await desk.Api.TicketAsync(numbers[1])).State);
        Assert.Empty(await desk.LookAsync(d => d.Drafts.ToListAsync()));
        Assert.Empty(await desk.LookAsync(d => d.Outbox.ToListAsync()));
        Assert.Empty(await desk.LookAsync(d => d.InformedCustomers.ToListAsync()));

        (await desk.Api.SendAsync(HttpMethod.Post, $"/informings/{run.Id}/continuation")).EnsureSuccessStatusCode();
        var again = await FinishedAsync(desk.Api, run);
        Assert.Equal((3, 1, 0), (again.Told, again.Noted, again.TakenBack));
        Assert.Equal(3, await desk.LookAsync(d => d.Outbox.CountAsync()));
        Assert.Empty(sink.Mails);
        Assert.Empty(await desk.CheckAsync());
        Assert.Empty(await desk.VerifyAsync());
    }

    [Fact]
    public async Task Only_the_owner_and_leads_tell_customers_and_whoever_does_not_write_does_not()
    {
        await using var desk = await RunningDesk.StartAsync();
        var (owner, other) = (await desk.AddAgentAsync("Olga", RunningDesk.Community), await desk.AddAgentAsync("Erna", RunningDesk.Community));
        var problem = await OpenAsync(owner, new { title = "Anmeldung gestört", german = German, tickets = new[] { await FromAsync(desk, "kim") } });

        Assert.Equal("problem-not-yours", await CodeAsync(await other.PostAsync($"/problems/{problem.Id}/informings", new { })));
        Assert.Equal("inform-no-such-variable", await CodeAsync(await owner.PostAsync($"/problems/{problem.Id}/informings", new { german = "{{ contact.shoe }}" })));
        var run = await FinishedAsync(owner, await StartAsync(owner, problem.Id, new { }));
        Assert.Equal(1, run.Told);
        foreach (var what in (string[])["undo", "stop", "continuation"]) Assert.Equal("problem-not-yours", await CodeAsync(await other.SendAsync(HttpMethod.Post, $"/informings/{run.Id}/{what}")));
        await desk.AddMailboxAsync("Werft", "post@werft.example");
        var stranger = await desk.AddAgentAsync("Fremd", "Werft");
        foreach (var what in (string[])["/undo", "/stop", "/continuation"]) Assert.Equal(HttpStatusCode.NotFound, await stranger.StatusAsync(HttpMethod.Post, $"/informings/{run.Id}{what}"));
        Assert.Equal(HttpStatusCode.NotFound, await stranger.StatusAsync(HttpMethod.Get, $"/informings/{run.Id}"));
    }

    [Fact]
    public async Task Nobody_is_written_to_in_the_name_of_somebody_whose_account_is_closed_in_the_middle()
    {
        const int Customers = 80;
        await using var desk = await RunningDesk.StartAsync(new DeskWishes { Undo = TimeSpan.FromMinutes(4) });
        var owner = await desk.AddAgentAsync("Olga", RunningDesk.Community);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(async part =>
        {
            for (var i = part; i < Customers; i += 4) await FromAsync(desk, string.Create(CultureInfo.InvariantCulture, $"k{i}"));
        }));
        var problem = await OpenAsync(owner, new { title = "Anmeldung gestört", german = German, tickets = await desk.LookAsync(d => d.Tickets.Select(t => t.Number).ToListAsync()) });
        await desk.LookAsync(d => ClosesWithTheFirstAnswerAsync(d, owner.AgentId));

        var run = await FinishedAsync(desk.Api, await StartAsync(owner, problem.Id, new { }));
        Assert.Equal(Customers, run.Told + run.Refused);
        Assert.InRange(run.Refused, 1, Customers - 1);
        Assert.Equal("forbidden", run.Refusals[0].Why);
        Assert.Equal(run.Told, await desk.LookAsync(d => d.Messages.CountAsync(m => m.Kind == MessageKind.Outgoing)));
    }

    /// <summary>In the moment in which the first customer is told: whoever looks from outside may come when all of them are.</summary>
    private static Task<int> ClosesWithTheFirstAnswerAsync(DeskDatabase database, long agent)
    {
        var (when, then) = ($"WHEN (NEW.kind = {(int)MessageKind.Outgoing})", $"UPDATE sign_users SET active = {(database is PostgresDatabase ? "false" : "0")} WHERE id = {agent.ToString(CultureInfo.InvariantCulture)};");
        var sql = database is PostgresDatabase
            ? $"CREATE FUNCTION closes() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {then} RETURN NULL; END $$; CREATE TRIGGER closes AFTER INSERT ON messages FOR EACH ROW {when} EXECUTE FUNCTION closes()"
            : $"CREATE TRIGGER closes AFTER INSERT ON messages {when} BEGIN {then} END";
        return database.Database.ExecuteSqlRawAsync(sql);
    }

    [Fact]
    public async Task Taking_back_ends_where_a_ticket_with_a_note_has_told_somebody_before()
    {
        await using var sink = new SmtpSink();
        await using var desk = await RunningDesk.StartAsync(new DeskWishes { Sink = sink });
        var problem = await OpenAsync(desk.Api, new { title = "Anmeldung gestört", german = German, tickets = new[] { await FromAsync(desk, "kim") } });
        var run = await FinishedAsync(desk.Api, await StartAsync(desk.Api, problem.Id, new { }));
        await sink.WaitForAsync("kim@kunde.example");
        await Wait.UntilAsync(async () => await LeftAsync(desk) == 0, "it has left");
        // Told, then gone about once more after its customer had changed: the new one had been told by another ticket.
        await desk.LookAsync(d => d.InformItems.ExecuteUpdateAsync(set => set.SetProperty(i => i.Step, Lotse.Domain.Problems.InformStep.Noted)));

        (await desk.Api.SendAsync(HttpMethod.Post, $"/informings/{run.Id}/undo")).EnsureSuccessStatusCode();
        var back = await FinishedAsync(desk.Api, run);
        Assert.Equal((1, 0, 0), (back.Told, back.Noted, back.TakenBack));
        Assert.Equal("already-left", Assert.Single(back.Refusals).Why);
    }

    [Fact]
    [Trait("slow", "yes")]
    public async Task Three_hundred_customers_are_told_once_each_by_a_desk_that_is_killed_in_the_middle()
    {
        const int Customers = 300, Doubles = 20;
        await using var sink = new SmtpSink();
        await using var desk = await RunningDesk.StartAsync();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(async part =>
        {
            for (var i = part; i < Customers + Doubles; i += 4) await FromAsync(desk, string.Create(CultureInfo.InvariantCulture, $"k{i % Customers}"), "Anmeldung gestört");
        }));
        var numbers = await desk.LookAsync(d => d.Tickets.OrderBy(t => t.Id).Select(t => t.Number).ToListAsync());
        Assert.Equal(Customers + Doubles, numbers.Count);
        var problem = await OpenAsync(desk.Api, new { title = "Anmeldung gestört", german = German, tickets = numbers });
        Assert.Equal((Customers + Doubles, Customers), (problem.Tickets, problem.Customers));
        var token = await desk.TokenAsync(RunningDesk.Admin);
        await desk.StopAsync();

        long told;
        await using (var child = await ChildDesk.StartAsync(desk.Location, "--smtp", sink.Uri))
        {
            using var http = new HttpClient { BaseAddress = child.Url, DefaultRequestHeaders = { Authorization = new("Bearer", token) } };
            (await http.PostAsync(new Uri($"/api/v1/problems/{problem.Id}/informings", UriKind.Relative), System.Net.Http.Json.JsonContent.Create(new { }))).EnsureSuccessStatusCode();
            await Wait.UntilAsync(async () => await ToldAsync(desk) >= Customers / 10, "some of them are told", seconds: 60);
            await child.KillAsync();
            told = await ToldAsync(desk);
        }
        Assert.InRange(told, Customers / 10, Customers + Doubles - 10);
        await using (var child = await ChildDesk.StartAsync(desk.Location, "--smtp", sink.Uri))
        {
            await Wait.UntilAsync(() => Task.FromResult(sink.Mails.Count >= Customers), "all of them have their mail", seconds: 120);
            await Wait.UntilAsync(async () => await LeftAsync(desk) == 0, "nothing is left to send", seconds: 30);
            await child.KillAsync();
        }

        var mails = sink.Mails.SelectMany(mail => mail.Recipients).GroupBy(recipient => recipient).ToDictionary(g => g.Key, g => g.Count());
        Assert.Equal(Enumerable.Range(0, Customers).Select(i => string.Create(CultureInfo.InvariantCulture, $"k{i}@kunde.example")).Order(), mails.Keys.Order());
        Assert.All(mails, one => Assert.Equal(1, one.Value));
        await desk.ServeAgainAsync();
        var informing = await desk.LookAsync(d => d.Informings.Select(i => i.Id).SingleAsync());
        var run = await desk.Api.ReadAsync<InformingJson>($"/informings/{informing}");
        Assert.Equal((Customers + Doubles, Customers, Doubles, 0, 0, false), (run.Total, run.Told, run.Noted, run.Refused, run.Waiting, run.Running));
        Assert.Equal(Doubles, await desk.LookAsync(d => d.Messages.CountAsync(m => m.Kind == MessageKind.Note)));
        Assert.Empty(await desk.CheckAsync());
        Assert.Empty(await desk.VerifyAsync());
    }

    private static async Task<long> EnglishAsync(RunningDesk desk, string who) =>
        (await desk.PostMailAsync(new CustomerMail("I cannot sign in", "Hello,\n\nsince this morning I cannot sign in to my account. What should I do?\n") { From = $"{who}@kunde.example" })).Ticket!.Value;

    private static async Task<InformingJson> StartAsync(ApiClient api, string problem, object body) => await ApiClient.ReadAsync<InformingJson>(await api.PostAsync($"/problems/{problem}/informings", body));

    private static async Task<InformingJson> FinishedAsync(ApiClient api, InformingJson run)
    {
        await Wait.UntilAsync(async () => !(run = await api.ReadAsync<InformingJson>($"/informings/{run.Id}")).Running, "it is finished", seconds: 30);
        return run;
    }

    /// <summary>By a look at the tables from outside, while the desk is another process or none.</summary>
    private static async Task<long> ToldAsync(RunningDesk desk)
    {
        await using var database = Lotse.Adapters.Database.Opening.DatabaseParts.Open(desk.Location);
        return await database.InformItems.LongCountAsync(i => i.Step != Lotse.Domain.Problems.InformStep.Waiting);
    }

    private static async Task<long> LeftAsync(RunningDesk desk)
    {
        await using var database = Lotse.Adapters.Database.Opening.DatabaseParts.Open(desk.Location);
        return await database.Outbox.LongCountAsync(o => o.Step == Lotse.Adapters.Database.Rows.OutboxStep.Waiting);
    }
}
