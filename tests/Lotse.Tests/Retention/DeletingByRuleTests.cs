using System.Net;
using System.Security.Cryptography;
using Lotse.Adapters.Database;
using Lotse.Domain.Retention;
using Lotse.Retention;
using Lotse.Tests.Desk;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Lotse.Tests.Retention;

public sealed class DeletingByRuleTests
{
    private const string Secret = RestingDesk.Secret;

    [Fact]
    public async Task A_ticket_goes_with_all_that_hung_on_it_and_what_others_name_stays()
    {
        await using var desk = await RunningDesk.StartAsync();
        var (shared, own) = (RandomNumberGenerator.GetBytes(60_000), RandomNumberGenerator.GetBytes(70_000));
        var gone = await desk.MailedTicketAsync(new CustomerMail($"{Secret} eins", $"{Secret}!\n") { File = ("own.bin", own) });
        await desk.PostMailAsync(new CustomerMail($"AW: {Secret}", $"{Secret} noch einmal\n") { File = ("shared.bin", shared), InReplyTo = await desk.MailIdAsync(gone), References = [await desk.MailIdAsync(gone)] });
        var stays = await desk.MailedTicketAsync(new CustomerMail("Bleibt") { From = "bert@kunde.example", File = ("shared.bin", shared) });
        await desk.WorkedOnAsync(gone, stays);
        await desk.ChangedAsync(stays, new { state = "resolved" });
        var (id, contact) = await desk.LookAsync(async d => (await d.Tickets.Where(t => t.Number == gone).Select(t => t.Id).SingleAsync(), await d.Tickets.Where(t => t.Number == gone).Select(t => t.ContactId).SingleAsync()));
        await desk.FindableAsync();
        await desk.RetainAsync(new { rules = new[] { new { months = 2 } } });
        Assert.Equal(0, await desk.RetainStepAsync());

        await desk.RestedAsync(70);
        await WakeAsync(desk, stays);
        var lines = await desk.LookAsync(d => d.Journal.LongCountAsync());
        Assert.Equal(1, await desk.SomeRetainStepAsync());
        Assert.Equal(0, await desk.RetainStepAsync());
        await desk.ForgetFilesAsync();

        Assert.Equal([stays], await desk.LookAsync(d => d.Tickets.Select(t => t.Number).ToListAsync()));
        Assert.False(await desk.LookAsync(d => d.Contacts.AnyAsync(c => c.Id == contact)));
        await NowhereAsync(desk, id);
        await desk.SaysNowhereAsync(Secret);
        var names = Directory.GetFiles(Path.Combine(desk.Folder, "files"), "*", SearchOption.AllDirectories).Select(Path.GetFileName).ToList();
        Assert.Equal([Convert.ToHexStringLower(SHA256.HashData(shared))], names);
        Assert.True(await desk.LookAsync(d => d.Journal.LongCountAsync()) > lines);
        var told = await desk.LookAsync(d => d.Journal.Where(j => j.Kind == FactNames.Name(typeof(TicketsForgotten))).Select(j => j.Data).SingleAsync());
        var fact = Assert.IsType<TicketsForgotten>(FactNames.Read(FactNames.Name(typeof(TicketsForgotten)), told));
        Assert.Equal((1, 2), (fact.Count, fact.Rule.Months));
        await desk.FindableAsync();
        using var search = await desk.Api.GetAsync($"/search?q={Secret}");
        Assert.DoesNotContain(Secret, await search.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Empty(await desk.VerifyAsync());
        Assert.Empty(await desk.CheckAsync());
        Assert.Equal(HttpStatusCode.NotFound, await desk.Api.StatusAsync(HttpMethod.Get, $"/tickets/{gone}"));
    }

    [Fact]
    public async Task What_is_held_stays_also_where_only_a_part_of_it_is_and_the_preview_says_so()
    {
        await using var desk = await RunningDesk.StartAsync();
        var numbers = new List<long>();
        for (var n = 0; n < 5; n++) numbers.Add(await desk.MailedTicketAsync(new CustomerMail($"Frage {n}") { From = $"k{n}@kunde.example" }));
        var open = await desk.MailedTicketAsync(new CustomerMail("Noch offen"));
        await desk.ChangedAsync(numbers[0], new { tags = new[] { "klage" } });
        await desk.ChangedAsync(numbers[1], new { tags = new[] { "klage" } });
        (await desk.Api.PostAsync($"/tickets/{numbers[1]}/merges", new { into = numbers[2] })).EnsureSuccessStatusCode();
        (await desk.Api.PostAsync($"/tickets/{numbers[3]}/merges", new { into = numbers[4] })).EnsureSuccessStatusCode();
        foreach (var number in (long[])[numbers[0], numbers[2], numbers[4]]) await desk.ChangedAsync(number, new { state = "resolved" });
        await desk.RestedAsync(40);

        var plan = new { rules = new[] { new { months = 1 } }, holds = new[] { "klage" } };
        var preview = await ApiClient.ReadAsync<RetentionPreviewJson>(await desk.Api.PostAsync($"/communities/{await desk.OnlyCommunityAsync()}/retention/preview", plan));
        Assert.Equal(1, preview.Rules[0].Tickets);
        Assert.NotNull(preview.Rules[0].Oldest);
        Assert.Equal(preview.Rules[0].Oldest, preview.Rules[0].Newest);
        Assert.Equal(6, await desk.LookAsync(d => d.Tickets.CountAsync()));
        await desk.RetainAsync(plan);
        Assert.Equal(1, await desk.SomeRetainStepAsync());
        Assert.Equal(0, await desk.RetainStepAsync());

        Assert.Equal([numbers[0], numbers[1], numbers[2], open], await desk.LookAsync(d => d.Tickets.OrderBy(t => t.Number).Select(t => t.Number).ToListAsync()));
        Assert.Empty(await desk.VerifyAsync());
    }

    [Fact]
    public async Task What_is_held_stays_though_its_tag_has_become_another_word_for_one_that_holds_nothing_yet_and_that_word_went()
    {
        await using var desk = await RunningDesk.StartAsync();
        var (held, other) = (await desk.MailedTicketAsync(new CustomerMail("Gehalten")), await desk.MailedTicketAsync(new CustomerMail("Frei") { From = "bert@kunde.example" }));
        await desk.ChangedAsync(held, new { tags = new[] { "klage" }, state = "resolved" });
        await desk.ChangedAsync(other, new { tags = new[] { "zettel" }, state = "resolved" });
        var open = await desk.MailedTicketAsync(new CustomerMail("Offen") { From = "carl@kunde.example" });
        await desk.ChangedAsync(open, new { tags = new[] { "rechtsstreit", "notiz" } });
        await desk.RetainAsync(new { rules = new object[] { new { months = 1 }, new { months = 1, tag = "zettel" } }, holds = new[] { "klage" } });
        await desk.RestedAsync(40);

        var tags = await desk.LookAsync(d => d.Tags.ToDictionaryAsync(t => t.Name, t => t.Id));
        (await desk.Api.PostAsync($"/tags/{tags["klage"]}/merges", new { into = "rechtsstreit" })).EnsureSuccessStatusCode();
        Assert.Equal(["rechtsstreit"], (await desk.Api.ReadAsync<RetentionJson>($"/communities/{await desk.OnlyCommunityAsync()}/retention")).Holds!);
        Assert.Equal(1, await desk.SomeRetainStepAsync());
        Assert.Equal(0, await desk.RetainStepAsync());
        Assert.Equal(HttpStatusCode.NoContent, await desk.Api.StatusAsync(HttpMethod.Delete, $"/tags/{tags["klage"]}"));
        Assert.Equal(0, await desk.RetainStepAsync());

        Assert.Equal([held, open], await desk.LookAsync(d => d.Tickets.OrderBy(t => t.Number).Select(t => t.Number).ToListAsync()));
        Assert.Equal(["rechtsstreit"], (await desk.Api.ReadAsync<RetentionJson>($"/communities/{await desk.OnlyCommunityAsync()}/retention")).Holds!);
    }

    [Fact]
    public async Task What_is_held_stays_though_its_tag_is_made_another_in_the_moment_in_which_it_is_about_to_go()
    {
        await using var desk = await RunningDesk.StartAsync();
        var (held, open) = (await desk.MailedTicketAsync(new CustomerMail("Gehalten")), await desk.MailedTicketAsync(new CustomerMail("Offen") { From = "carl@kunde.example" }));
        await desk.ChangedAsync(held, new { tags = new[] { "rechtsstreit" }, state = "resolved" });
        await desk.ChangedAsync(open, new { tags = new[] { "klage" } });
        await desk.RetainAsync(new { rules = new object[] { new { months = 1 } }, holds = new[] { "klage" } });
        await desk.RestedAsync(40);
        var tags = await desk.LookAsync(d => d.Tags.ToDictionaryAsync(t => t.Name, t => t.Id));
        // Whoever makes them one has just moved what had the one to the other.
        var merge = $"UPDATE tags SET alias_of_id = {tags["rechtsstreit"]} WHERE id = {tags["klage"]}";
        string[] race = desk.Location.File is null
            ? [$"CREATE FUNCTION race() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN {merge}; RETURN NEW; END'", "CREATE TRIGGER race AFTER UPDATE ON sequences FOR EACH ROW EXECUTE FUNCTION race()"]
            : [$"CREATE TRIGGER race AFTER UPDATE ON sequences BEGIN {merge}; END"];
        foreach (var sql in race) await desk.LookAsync(d => d.Database.ExecuteSqlRawAsync(sql));

        for (var tries = 0; tries < 3; tries++) Assert.Equal(0, await desk.RetainStepAsync());
        Assert.Equal(2, await desk.LookAsync(d => d.Tickets.CountAsync()));
    }

    [Fact]
    public async Task What_is_held_stays_however_many_times_it_was_merged_on()
    {
        await using var desk = await RunningDesk.StartAsync();
        var numbers = new List<long>();
        for (var n = 0; n < 6; n++) numbers.Add(await desk.MailedTicketAsync(new CustomerMail($"Frage {n}") { From = $"k{n}@kunde.example" }));
        await desk.ChangedAsync(numbers[0], new { tags = new[] { "klage" } });
        for (var n = 0; n < 4; n++) (await desk.Api.PostAsync($"/tickets/{numbers[n]}/merges", new { into = numbers[n + 1] })).EnsureSuccessStatusCode();
        await desk.ChangedAsync(numbers[4], new { state = "resolved" });
        await desk.ChangedAsync(numbers[5], new { state = "resolved" });
        await desk.RetainAsync(new { rules = new[] { new { months = 1 } }, holds = new[] { "klage" } });
        await desk.RestedAsync(40);

        Assert.Equal(1, await desk.SomeRetainStepAsync());
        Assert.Equal(0, await desk.RetainStepAsync());
        Assert.Equal(numbers[..5], await desk.LookAsync(d => d.Tickets.OrderBy(t => t.Number).Select(t => t.Number).ToListAsync()));
    }

    [Fact]
    public async Task Rules_about_a_tag_and_about_spam_are_about_nothing_else()
    {
        await using var desk = await RunningDesk.StartAsync();
        var (tagged, plain, spam) = (await desk.MailedTicketAsync(new CustomerMail("Mit")), await desk.MailedTicketAsync(new CustomerMail("Ohne")), await desk.MailedTicketAsync(new CustomerMail("Gewinn") { From = "spam@fremd.example" }));
        await desk.ChangedAsync(tagged, new { tags = new[] { "bewerbung" }, state = "resolved" });
        await desk.ChangedAsync(plain, new { state = "resolved" });
        await desk.LookAsync(d => d.Tickets.Where(t => t.Number == spam).ExecuteUpdateAsync(set => set.SetProperty(t => t.Lane, Lotse.Domain.Tickets.Lane.Spam)));
        await desk.RepairAsync();
        await desk.RestedAsync(40);
        await desk.RetainAsync(new { rules = new object[] { new { months = 1, tag = "bewerbung" }, new { months = 1, spam = true } } });
        Assert.Equal(1, await desk.SomeRetainStepAsync());
        Assert.Equal(1, await desk.SomeRetainStepAsync());
        Assert.Equal([plain], await desk.LookAsync(d => d.Tickets.Select(t => t.Number).ToListAsync()));
        Assert.Empty(await desk.VerifyAsync());
    }

    [Fact]
    public async Task Goes_on_in_small_steps_where_it_was_stopped()
    {
        await using var desk = await RunningDesk.StartAsync();
        for (var n = 0; n < 25; n++) await desk.ChangedAsync(await desk.MailedTicketAsync(new CustomerMail($"Frage {n}") { File = n == 0 ? ("own.bin", RandomNumberGenerator.GetBytes(60_000)) : null }), new { state = "resolved" });
        await desk.RestedAsync(40);
        await desk.RetainAsync(new { rules = new[] { new { months = 1 } } });

        Assert.Equal(RetainTickets.AtOnce, await desk.SomeRetainStepAsync());
        Assert.Equal(5, await desk.LookAsync(d => d.Tickets.CountAsync()));
        Assert.Empty(await desk.CheckAsync());
        await desk.RestartAsync(); // Its files are noted, and not gone yet.
        Assert.Equal(5, await desk.SomeRetainStepAsync());
        await desk.ForgetFilesAsync();

        var kind = FactNames.Name(typeof(TicketsForgotten));
        var counts = (await desk.LookAsync(d => d.Journal.Where(j => j.Kind == kind).OrderBy(j => j.Id).Select(j => j.Data).ToListAsync())).ConvertAll(data => ((TicketsForgotten)FactNames.Read(kind, data)!).Count);
        Assert.Equal([RetainTickets.AtOnce, 5], counts);
        Assert.Empty(Directory.GetFiles(Path.Combine(desk.Folder, "files"), "*", SearchOption.AllDirectories));
        Assert.Empty(await desk.VerifyAsync());
    }

    [Fact]
    public async Task The_desk_does_it_by_itself()
    {
        await using var desk = await RunningDesk.StartAsync(new DeskWishes { FakeClock = true });
        await desk.ChangedAsync(await desk.MailedTicketAsync(new CustomerMail()), new { state = "resolved" });
        await desk.RetainAsync(new { rules = new[] { new { months = 1 } } });
        await desk.RestedAsync(40);
        await Wait.UntilAsync(async () =>
        {
            desk.Pass(TimeSpan.FromMinutes(5));
            return !await desk.LookAsync(d => d.Tickets.AnyAsync());
        }, "the ticket is gone");
        Assert.Empty(await desk.VerifyAsync());
    }

    [Fact]
    public async Task Only_leads_say_so_and_nothing_that_cannot_be_is_kept()
    {
        await using var desk = await RunningDesk.StartAsync();
        var (agent, path) = (await desk.AddAgentAsync("Bo", RunningDesk.Community), $"/communities/{await desk.OnlyCommunityAsync()}/retention");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await agent.StatusAsync(HttpMethod.Put, path, new { rules = new[] { new { months = 1 } } }));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await agent.StatusAsync(HttpMethod.Post, path + "/preview", new { rules = new[] { new { months = 1 } } }));
        Assert.Equal(HttpStatusCode.NotFound, await desk.Api.StatusAsync(HttpMethod.Put, "/communities/7/retention", new { rules = new[] { new { months = 1 } } }));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await desk.Api.StatusAsync(HttpMethod.Put, path, new { rules = new[] { new { months = 0 } } }));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await desk.Api.StatusAsync(HttpMethod.Put, path, new { rules = new[] { new { months = 1, tag = "nirgends" } } }));
        Assert.Equal(HttpStatusCode.OK, await desk.Api.StatusAsync(HttpMethod.Put, path, new { rules = new[] { new { months = 24 } } }));
        Assert.Equal(24, (await desk.Api.ReadAsync<RetentionJson>(path)).Rules![0].Months);
    }

    [Fact]
    public async Task A_program_that_says_what_it_has_seen_overwrites_nobody()
    {
        await using var desk = await RunningDesk.StartAsync();
        var path = $"/communities/{await desk.OnlyCommunityAsync()}/retention";
        await desk.ChangedAsync(await desk.MailedTicketAsync(new CustomerMail()), new { tags = new[] { "rechtsstreit" } });
        var seen = (await desk.Api.ReadAsync<RetentionJson>(path)).Version;
        Assert.Equal(0, seen);
        await desk.RetainAsync(new { rules = new[] { new { months = 1 } }, holds = new[] { "rechtsstreit" }, version = seen });
        Assert.Equal(HttpStatusCode.PreconditionFailed, await desk.Api.StatusAsync(HttpMethod.Put, path, new { rules = new[] { new { months = 2 } }, version = seen }));
        var kept = await desk.Api.ReadAsync<RetentionJson>(path);
        Assert.Equal((1, "rechtsstreit", 1L), (kept.Rules![0].Months, Assert.Single(kept.Holds!), kept.Version));

        // One that says nothing of it goes on as before.
        await desk.RetainAsync(new { rules = new[] { new { months = 3 } } });
        Assert.Empty((await desk.Api.ReadAsync<RetentionJson>(path)).Holds!);
    }

    /// <summary>No table names it.</summary>
    private static async Task NowhereAsync(RunningDesk desk, long id)
    {
        await desk.LookAsync(async d =>
        {
            foreach (var entity in d.Model.GetEntityTypes())
            {
                var columns = entity.GetProperties().Select(p => p.GetColumnName()).ToList();
                foreach (var column in columns.Where(c => c is "ticket_id" or "other_ticket_id" or "into_ticket_id" or "possible_match_id"))
                {
                    var sql = $"SELECT COUNT(*) AS \"Value\" FROM {entity.GetTableName()} WHERE {column} = {id}";
                    Assert.True((await d.Database.SqlQueryRaw<long>(sql).ToListAsync())[0] == 0, $"{entity.GetTableName()}.{column}");
                }
            }
            return true;
        });
    }

    /// <summary>Changed again: so it is not due.</summary>
    private static Task WakeAsync(RunningDesk desk, long number) => desk.ChangedAsync(number, new { priority = "high" });
}
