using System.Net;
using System.Net.Http.Headers;
using Lotse.Tests.Staff;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Lotse.Tests.Tickets.Pages;

/// <summary>A form that was not taken, and choices made before sign-in.</summary>
public class ComingBackToAFormTests
{
    [Fact]
    public async Task Leads_back_to_a_form_that_has_expired()
    {
        await using var desk = await PagesDesk.StartAsync();
        var number = await desk.ReceiveAsync("kim@kunde.example", "Frage", "Worte");
        using var agent = await desk.SignedInAsync();

        var answer = await agent.SendAsync(HttpMethod.Post, $"/tickets/{number}/notes", null, null, ("Referer", $"{agent.Home}tickets/{number}?queue=open"));
        var page = await answer.Content.ReadAsStringAsync();

        Assert.Equal((HttpStatusCode.BadRequest, "text/html"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        Assert.Contains($"href=\"/tickets/{number}?queue=open\"", page);
        Assert.Contains("Dieses Formular wurde nicht angenommen", page);
    }

    [Fact]
    public async Task Leads_to_no_other_place_than_this_desk()
    {
        await using var desk = await PagesDesk.StartAsync();
        using var agent = await desk.SignedInAsync();

        var answer = await agent.SendAsync(HttpMethod.Post, "/tickets", null, null, ("Referer", "https://elsewhere.example/tickets"));

        Assert.DoesNotContain("elsewhere", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Keeps_the_files_that_were_picked()
    {
        await using var desk = await PagesDesk.StartAsync();
        var number = await desk.ReceiveAsync("kim@kunde.example", "Frage", "Worte");
        using var agent = await desk.SignedInAsync();
        using var form = new MultipartFormDataContent
        {
            { new StringContent(await agent.FormTokenAsync($"/tickets/{number}")), "__RequestVerificationToken" },
            { new StringContent("Meine Antwort"), "text" },
            { new StringContent("kein-at-zeichen"), "to" },
            { new ByteArrayContent([1, 2, 3]) { Headers = { ContentType = new MediaTypeHeaderValue("application/pdf") } }, "files", "angebot.pdf" },
        };

        var answer = await agent.PostContentAsync($"/tickets/{number}/replies", form);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains("angebot.pdf", await answer.Content.ReadAsStringAsync());
        Assert.Equal(1, await desk.ReadAsync(d => d.Messages.CountAsync()));
    }

    [Fact]
    public async Task Speaks_after_sign_in_the_language_that_was_chosen_at_the_door()
    {
        await using var desk = await PagesDesk.StartAsync();
        using var agent = await desk.SignedInAsync(PagesDesk.Stranger);
        Assert.Contains("<html lang=\"de\"", await HomeAsync(agent));

        await agent.PostAsync("/sign-out");
        await agent.GetAsync("/sign-in?language=en");
        await agent.PostAsync("/sign-in", ("email", PagesDesk.Stranger), ("password", PagesDesk.Password));
        Assert.Contains("<html lang=\"en\"", await HomeAsync(agent));

        await agent.PostAsync("/account", ("language", "browser"));
        Assert.Contains("<html lang=\"de\"", await HomeAsync(agent));
    }

    private static async Task<string> HomeAsync(Visitor agent) => await (await agent.GetAsync("/tickets?queue=open")).Content.ReadAsStringAsync();
}
