using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Lotse.Domain.Communities;
using Lotse.Levels.Consulting;
using Lotse.Tests.Desk;
using Lotse.Tests.Tickets.Pages;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Lotse.Tests.Levels;

public sealed class ConsultingColleaguesTests
{
    [Fact]
    public async Task A_question_is_answered_asked_further_and_closed_and_the_ticket_stays()
    {
        await using var desk = await RunningDesk.StartAsync();
        var (erna, zita) = (await desk.AddAgentAsync("Erna", RunningDesk.Community), await desk.AddAgentAsync("Zita", RunningDesk.Community));
        var number = (await desk.PostMailAsync(new CustomerMail())).Ticket!.Value;
        (await erna.PatchAsync(number, new { assignee = "erna@desk.example" })).EnsureSuccessStatusCode();

        var asked = await ApiClient.ReadAsync<ConsultationJson>(await erna.PostAsync($"/tickets/{number}/consultations", new { agent = "zita@desk.example", text = "Woran liegt es?" }));
        var path = $"/tickets/{number}/consultations/{asked.Id}";
        var answered = await ApiClient.ReadAsync<ConsultationJson>(await zita.PostAsync($"{path}/words", new { text = "Am Anhang." }));
        var further = await ApiClient.ReadAsync<ConsultationJson>(await erna.PostAsync($"{path}/words", new { text = "An welchem?" }));
        var closed = await ApiClient.ReadAsync<ConsultationJson>(await erna.PostAsync($"{path}/closing", new { }));
        var late = await zita.PostAsync($"{path}/words", new { text = "Am zweiten." });

        Assert.Equal(("Erna", "Zita", null, null), (asked.By, asked.Agent, asked.Level, asked.AnsweredAt));
        Assert.NotNull(answered.AnsweredAt);
        Assert.Null(further.AnsweredAt);
        Assert.True(further.Since > asked.Since, "The clock of a further question starts anew.");
        Assert.Equal(["Woran liegt es?", "Am Anhang.", "An welchem?"], closed.Words.Select(w => w.Text));
        Assert.NotNull(closed.ClosedAt);
        Assert.Equal("consultation-closed", (await late.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("title").GetString());
        var ticket = await erna.TicketAsync(number);
        Assert.Equal((1, "erna@desk.example"), (ticket.Level, ticket.Assignee?.Email));
        Assert.Equal(0, await desk.LookAsync(d => d.Outbox.CountAsync()));
        Assert.DoesNotContain("Anhang", await desk.LookAsync(async d => string.Join(' ', await d.Journal.Select(j => j.Data).ToListAsync())), StringComparison.Ordinal);
        await Wait.UntilAsync(async () => await desk.LookAsync(d => d.Notices.CountAsync(n => n.Kind == "consulted.named" || n.Kind == "consultationAnswered.author")) == 3, "all who waited are told");
        Assert.Empty(await desk.VerifyAsync());
        Assert.Empty(await desk.CheckAsync());
    }

    [Fact]
    public async Task A_level_without_pen_answers_inside_and_cannot_write_to_the_customer()
    {
        await using var desk = await RunningDesk.StartAsync();
        var (erna, dora) = (await desk.AddAgentAsync("Erna", RunningDesk.Community), await desk.AddAgentAsync("Dora", RunningDesk.Community));
        var community = await desk.LookAsync(async d =>
        {
            var id = await d.Communities.Where(c => c.Name == RunningDesk.Community).Select(c => c.Id).SingleAsync();
            d.Teams.Add(new Team { Id = 903, CommunityId = id, Name = "Dritte" });
            d.AgentTeams.Add(new() { AgentId = await d.Users.Where(u => u.Email == "dora@desk.example").Select(u => u.Id).SingleAsync(), TeamId = 903 });
            await d.SaveChangesAsync();
            return id;
        });
        var levels = new
        {
            levels = new object[] { new { level = "first" }, new { level = "third", writesToCustomers = false, operators = new[] { new { teamId = 903L } } } },
            reasons = new[] { new { key = "technical", name = new { german = "Technik", english = "Technical" } } },
            forms = Array.Empty<object>(),
        };
        (await desk.Api.SendAsync(HttpMethod.Put, $"/communities/{community}/levels", JsonContent.Create(levels))).EnsureSuccessStatusCode();
        var number = (await desk.PostMailAsync(new CustomerMail())).Ticket!.Value;

        var up = await erna.PostAsync($"/tickets/{number}/escalations", new { reason = "technical", tried = "alles", emergency = "Nichts geht" });
        var asked = await ApiClient.ReadAsync<ConsultationJson>(await erna.PostAsync($"/tickets/{number}/consultations", new { level = "third", text = "Bitte ansehen" }));
        var own = await ApiClient.ReadAsync<ConsultationJson>(await erna.PostAsync($"/tickets/{number}/consultations/{asked.Id}/words", new { text = "Noch etwas" }));
        var answered = await ApiClient.ReadAsync<ConsultationJson>(await dora.PostAsync($"/tickets/{number}/consultations/{asked.Id}/words", new { text = "Gefunden" }));

        Assert.Equal("level-is-consulted", (await up.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("title").GetString());
        Assert.Null(own.AnsweredAt);
        Assert.NotNull(answered.AnsweredAt);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await dora.PostAsync($"/tickets/{number}/replies", new { text = "Hallo" })).StatusCode);
        Assert.Equal(0, await desk.LookAsync(d => d.Outbox.CountAsync()));
    }

    [Fact]
    public async Task Nobody_beyond_the_wall_is_asked_hears_or_says_anything()
    {
        await using var desk = await RunningDesk.StartAsync();
        await desk.AddMailboxAsync("Werft", "post@werft.example");
        var (erna, fremd) = (await desk.AddAgentAsync("Erna", RunningDesk.Community), await desk.AddAgentAsync("Fremd", "Werft"));
        var (number, other) = ((await desk.PostMailAsync(new CustomerMail())).Ticket!.Value, (await desk.PostMailAsync(new CustomerMail())).Ticket!.Value);
        var asked = await ApiClient.ReadAsync<ConsultationJson>(await erna.PostAsync($"/tickets/{number}/consultations", new { level = "second", text = "?" }));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await erna.PostAsync($"/tickets/{number}/consultations", new { agent = "fremd@desk.example", text = "?" })).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, await fremd.StatusAsync(HttpMethod.Get, $"/tickets/{number}/consultations"));
        foreach (var what in (string[])["words", "closing"])
        {
            Assert.Equal(HttpStatusCode.NotFound, (await fremd.PostAsync($"/tickets/{number}/consultations/{asked.Id}/{what}", new { text = "!" })).StatusCode);
            // Its id under another ticket's number is nobody's.
            Assert.Equal(HttpStatusCode.NotFound, (await erna.PostAsync($"/tickets/{other}/consultations/{asked.Id}/{what}", new { text = "!" })).StatusCode);
        }
        Assert.Equal(1, await desk.LookAsync(d => d.ConsultationWords.CountAsync()));
    }

    [Fact]
    public async Task Open_questions_go_along_when_tickets_are_merged_and_come_back_and_end_at_the_wall()
    {
        await using var desk = await RunningDesk.StartAsync();
        await desk.AddMailboxAsync("Werft", "post@werft.example");
        var (one, other) = ((await desk.PostMailAsync(new CustomerMail())).Ticket!.Value, (await desk.PostMailAsync(new CustomerMail())).Ticket!.Value);
        await desk.Api.PostAsync($"/tickets/{one}/consultations", new { level = "second", text = "Frage" });
        var general = new { reason = "not-covered", tried = "Alles", form = "general", answers = new { wish = "Geld" } };

        (await desk.Api.PostAsync($"/tickets/{one}/merges", new { into = other })).EnsureSuccessStatusCode();
        Assert.Single(await ApiClient.ReadAsync<List<ConsultationJson>>(await desk.Api.GetAsync($"/tickets/{other}/consultations")));
        (await desk.Api.PostAsync($"/tickets/{one}/merges/undo", new { })).EnsureSuccessStatusCode();
        Assert.Empty(await ApiClient.ReadAsync<List<ConsultationJson>>(await desk.Api.GetAsync($"/tickets/{other}/consultations")));
        (await desk.Api.PostAsync($"/tickets/{one}/escalations", general)).EnsureSuccessStatusCode();
        using var down = await desk.Api.PostAsync($"/tickets/{one}/merges", new { into = other });
        Assert.Contains("merge-into-higher", await down.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        (await desk.Api.PostAsync($"/tickets/{one}/moves", new { community = "Werft" })).EnsureSuccessStatusCode();

        var moved = await desk.Api.TicketAsync(one);
        Assert.Equal(1, moved.Level);
        Assert.NotNull(Assert.Single(await ApiClient.ReadAsync<List<ConsultationJson>>(await desk.Api.GetAsync($"/tickets/{one}/consultations"))).ClosedAt);
        Assert.Equal("nothing-to-accept", (await (await desk.Api.PostAsync($"/tickets/{one}/acceptances", new { })).Content.ReadFromJsonAsync<JsonElement>()).GetProperty("title").GetString());
        Assert.Empty(await desk.VerifyAsync());
        Assert.Empty(await desk.CheckAsync());
    }
}
