using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using Lotse.Replies.Holding;
using Lotse.Tests.Staff;
using Lotse.Tests.Tickets.Pages;
using Lotse.Tickets.Drafts;
using Lotse.Tickets.Involving;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Xunit;

namespace Lotse.Tests.Tickets.Drafts;

/// <summary>What is typed is on the desk a moment later, and nobody writes over it unseen.</summary>
public sealed class KeepingADraftTests : IAsyncLifetime
{
    private PagesDesk _desk = null!;
    private Visitor _ada = null!;
    private long _number;

    public async ValueTask InitializeAsync()
    {
        _desk = await PagesDesk.StartAsync();
        _number = await _desk.ReceiveAsync("kim@kunde.example", "Frage", "Worte");
        _ada = await _desk.SignedInAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _ada.Dispose();
        await _desk.DisposeAsync();
    }

    [Fact]
    public async Task Comes_back_with_the_page_and_goes_with_the_answer()
    {
        var saved = await SaveAsync("Liebe Kim,", 0);
        saved = await SaveAsync("Liebe Kim, ja.", saved.Version, saved.Id);
        Assert.Contains("Liebe Kim, ja.", await PageAsync());

        var sent = await _ada.PostAsync($"/tickets/{_number}/replies", ("text", "Liebe Kim, ja."), ("then", "wait"), ("draft", saved.Id));
        Assert.Equal(HttpStatusCode.SeeOther, sent.StatusCode);
        Assert.Equal((0, 0), (await _desk.ReadAsync(d => d.Drafts.CountAsync()), await _desk.ReadAsync(d => d.DraftVersions.CountAsync())));
    }

    [Fact]
    public async Task Is_not_written_over_by_a_window_that_has_an_older_version()
    {
        var saved = await SaveAsync("Erstes Fenster", 0);
        await SaveAsync("Erstes Fenster, weiter", saved.Version, saved.Id);

        var other = await TrySaveAsync("Zweites Fenster", saved.Version, saved.Id);
        Assert.Equal(HttpStatusCode.Conflict, other.StatusCode);
        var newer = await other.Content.ReadFromJsonAsync<NewerDraftJson>();
        Assert.Equal(("Erstes Fenster, weiter", saved.Version + 1), (newer!.Text, newer.Version));
        Assert.Equal("Erstes Fenster, weiter", await TextAsync());

        // Whoever insists writes over it, and the other words are kept.
        await SaveAsync("Zweites Fenster", newer.Version, newer.Id);
        Assert.Equal("Zweites Fenster", await TextAsync());
        var restored = await _ada.PostAsync($"/tickets/{_number}/drafts/{saved.Id}/versions", ("version", (await VersionsAsync())[^1].ToString(CultureInfo.InvariantCulture)));
        Assert.Equal(HttpStatusCode.SeeOther, restored.StatusCode);
    }

    [Fact]
    public async Task A_draft_that_is_cut_to_pieces_can_be_had_again()
    {
        var saved = await SaveAsync("Ein langer und guter Text, an dem lange geschrieben wurde.", 0);
        saved = await SaveAsync("Ups", saved.Version, saved.Id);

        var page = await (await _ada.GetAsync($"/tickets/{_number}/drafts/{saved.Id}/versions")).Content.ReadAsStringAsync();
        Assert.Contains("Ein langer und guter Text", page);
        await _ada.PostAsync($"/tickets/{_number}/drafts/{saved.Id}/versions", ("version", Assert.Single(await VersionsAsync()).ToString(CultureInfo.InvariantCulture)));
        Assert.StartsWith("Ein langer und guter Text", await TextAsync(), StringComparison.Ordinal);
        Assert.Equal(2, (await VersionsAsync()).Count);
    }

    [Fact]
    public async Task Nothing_is_left_of_an_emptied_draft()
    {
        var saved = await SaveAsync("Etwas", 0);
        Assert.Equal("", (await SaveAsync(" ", saved.Version, saved.Id)).Id);
        Assert.Equal(0, await _desk.ReadAsync(d => d.Drafts.CountAsync()));
    }

    [Fact]
    public async Task A_note_has_a_draft_of_its_own()
    {
        await SaveAsync("An die Kundin", 0);
        await SaveAsync("An das Team", 0, kind: "note");
        var page = await PageAsync();
        Assert.Contains("An die Kundin", page);
        Assert.Contains("An das Team", page);
    }

    [Fact]
    public async Task Nobody_sees_anothers_draft_unless_it_is_shared_and_strangers_never_do()
    {
        var saved = await SaveAsync("Nur für mich", 0);
        using var stranger = await _desk.SignedInAsync(PagesDesk.Stranger);
        var token = await stranger.FormTokenAsync("/account");
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.SubmitAsync($"/tickets/{_number}/drafts", token, ("text", "Fremd"), ("version", "0"))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync($"/tickets/{_number}/drafts/{saved.Id}/versions")).StatusCode);

        var colleague = await _desk.ColleagueAsync("cleo@desk.example", "Cleo");
        Assert.DoesNotContain("Nur für mich", await PageAsync(colleague));
        Assert.Equal(HttpStatusCode.NotFound, (await colleague.GetAsync($"/tickets/{_number}/drafts/{saved.Id}/versions")).StatusCode);

        saved = await SaveAsync("Für alle", saved.Version, saved.Id, shared: true);
        Assert.DoesNotContain("Für alle", await PageAsync(colleague));
        Assert.Contains($"draft={saved.Id}", await PageAsync(colleague));
        Assert.Contains("Für alle", await PageAsync(colleague, $"?draft={saved.Id}"));
        var theirs = await colleague.PostAsync($"/tickets/{_number}/drafts", ("text", "Für alle, und weiter"), ("version", saved.Version.ToString(CultureInfo.InvariantCulture)), ("draft", saved.Id));
        Assert.Equal(HttpStatusCode.OK, theirs.StatusCode);
        Assert.Equal("Für alle, und weiter", await TextAsync());
        colleague.Dispose();
    }

    [Fact]
    public async Task An_answer_taken_back_within_its_seconds_is_the_draft_again()
    {
        await using var patient = await PagesDesk.StartAsync(services => services.Replace(ServiceDescriptor.Singleton(new UndoWindow(TimeSpan.FromMinutes(5)))));
        var number = await patient.ReceiveAsync("kim@kunde.example", "Frage", "Worte");
        using var ada = await patient.SignedInAsync();
        await ada.PostAsync($"/tickets/{number}/replies", ("text", "Zu schnell"), ("html", "<div>Zu <b>schnell</b></div>"), ("then", "resolve"));
        var message = await patient.ReadAsync(d => d.PendingReplies.Select(p => p.MessageId).SingleAsync());
        Assert.Contains($"/messages/{message}/recall", await (await ada.GetAsync($"/tickets/{number}")).Content.ReadAsStringAsync());

        Assert.Equal(HttpStatusCode.SeeOther, (await ada.PostAsync($"/messages/{message}/recall")).StatusCode);
        var draft = await patient.ReadAsync(d => d.Drafts.SingleAsync());
        Assert.Equal(("Zu schnell", "<div>Zu <b>schnell</b></div>"), (draft.Text, draft.Html));
        Assert.Equal(Lotse.Domain.Tickets.TicketState.New, await patient.ReadAsync(d => d.Tickets.Select(t => t.State).SingleAsync()));
        Assert.Equal(0, await patient.ReadAsync(d => d.Outbox.CountAsync()));
        Assert.Contains("Zu schnell", await (await ada.GetAsync($"/tickets/{number}")).Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Words_for_a_ticket_that_is_gone_stand_on_the_page()
    {
        using var stranger = await _desk.SignedInAsync(PagesDesk.Stranger);
        var answer = await stranger.SubmitAsync($"/tickets/{_number}/replies", await stranger.FormTokenAsync("/account"), ("text", "Eine lange Antwort"), ("then", "wait"));
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains("Eine lange Antwort</textarea>", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Who_else_is_there_is_said()
    {
        var colleague = await _desk.ColleagueAsync("cleo@desk.example", "Cleo");
        Assert.Equal("", (await SayAsync(_ada)).Text);
        var heard = await SayAsync(colleague, ("writing", "1"));
        Assert.Contains("Ada", heard.Text, StringComparison.Ordinal);
        heard = await SayAsync(_ada);
        Assert.True(heard.Writing);
        Assert.Contains("Cleo", heard.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NoContent, (await colleague.PostAsync($"/tickets/{_number}/presence", ("gone", "1"))).StatusCode);
        Assert.Equal("", (await SayAsync(_ada)).Text);
        using var stranger = await _desk.SignedInAsync(PagesDesk.Stranger);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.PostAsync($"/tickets/{_number}/presence")).StatusCode);
        colleague.Dispose();
    }

    private async Task<OthersJson> SayAsync(Visitor who, params (string, string)[] fields) =>
        (await (await who.PostAsync($"/tickets/{_number}/presence", fields)).Content.ReadFromJsonAsync<OthersJson>())!;

    private async Task<SavedDraftJson> SaveAsync(string text, int version, string? draft = null, string kind = "reply", bool? shared = null)
    {
        var answer = await TrySaveAsync(text, version, draft, kind, shared);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return (await answer.Content.ReadFromJsonAsync<SavedDraftJson>())!;
    }

    private Task<HttpResponseMessage> TrySaveAsync(string text, int version, string? draft = null, string kind = "reply", bool? shared = null) => _ada.PostAsync(
        $"/tickets/{_number}/drafts", ("text", text), ("version", version.ToString(CultureInfo.InvariantCulture)), ("draft", draft ?? ""), ("kind", kind),
        ("shared", shared is null ? "" : shared.Value ? "1" : "0"));

    private async Task<string> PageAsync(Visitor? who = null, string query = "") => WebUtility.HtmlDecode(await (await (who ?? _ada).GetAsync($"/tickets/{_number}{query}")).Content.ReadAsStringAsync());

    private Task<string> TextAsync() => _desk.ReadAsync(d => d.Drafts.Where(x => x.Kind == Lotse.Adapters.Database.Rows.DraftKind.Reply).Select(x => x.Text).SingleAsync());

    private Task<List<int>> VersionsAsync() => _desk.ReadAsync(d => d.DraftVersions.OrderBy(v => v.Version).Select(v => v.Version).ToListAsync());
}
