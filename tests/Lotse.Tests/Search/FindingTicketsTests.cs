using System.Globalization;
using Lotse.Adapters.Database.Opening;
using Lotse.Adapters.Database.Searching;
using Lotse.Tests.Desk;
using Xunit;

namespace Lotse.Tests.Search;

/// <summary>The search of the running desk, by its door for programs.</summary>
public sealed class FindingTicketsTests
{
    private sealed record Found(IReadOnlyList<FoundOne> Items, IReadOnlyList<string> Misread, string? Next, DateTimeOffset? OnlySince);

    private sealed record FoundOne(FoundTicket Ticket, string Said);

    private sealed record FoundTicket(long Number, string Subject);

    private static Task<Found> FindAsync(ApiClient api, string query, string more = "") => api.ReadAsync<Found>($"/search?q={Uri.EscapeDataString(query)}{more}");

    private static async Task<string> SubjectsAsync(RunningDesk desk, string query) =>
        string.Join(" | ", (await FindAsync(desk.Api, query)).Items.Select(one => one.Ticket.Subject));

    [Fact]
    public async Task Words_are_found_in_all_their_forms_and_wherever_they_stand()
    {
        await using var desk = await RunningDesk.StartAsync();
        await desk.DeliverAsync(new CustomerMail("Frage", "Guten Tag,\n\nich warte auf die Rechnungen für Oktober und bitte um Antwort.\n") { From = "Jörg Müller <joerg.mueller@kunde.example>" });
        await desk.DeliverAsync(new CustomerMail("Invoices missing", "Hello,\n\nI have been waiting for the invoices and they were not shipped with the parcel.\n") { From = "Mary Miller <mary@kunde.example>" });
        await desk.DeliverAsync(new CustomerMail("Foto", "Guten Tag,\n\nmein Foto lässt sich nicht hochladen.\n") { File = ("Straßenfest-2026.pdf", [1, 2, 3]) });
        await desk.FindableAsync();

        Assert.Equal("Frage", await SubjectsAsync(desk, "rechnung"));
        Assert.Equal("Invoices missing", await SubjectsAsync(desk, "invoice shipping"));
        Assert.Equal("Frage", await SubjectsAsync(desk, "Muller"));
        Assert.Equal("Frage", await SubjectsAsync(desk, "von:Mueller"));
        Assert.Equal("Foto", await SubjectsAsync(desk, "datei:strassenfest"));
        Assert.Equal("", await SubjectsAsync(desk, "betreff:rechnung"));
        Assert.Equal("Frage", await SubjectsAsync(desk, "\"die Rechnungen für\""));
        Assert.Equal("", await SubjectsAsync(desk, "\"für Rechnungen die\""));
        Assert.Equal("Foto | Frage", await SubjectsAsync(desk, "\"guten tag\""));
        Assert.Equal("Foto", await SubjectsAsync(desk, "\"guten tag\" -rechnung"));
        Assert.Equal("Frage", await SubjectsAsync(desk, "okt*"));
        Assert.Equal("Foto", await SubjectsAsync(desk, "#1003"));
        Assert.Contains("Rechnungen für Oktober", (await FindAsync(desk.Api, "Oktober")).Items[0].Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_ticket_is_narrows_the_search()
    {
        await using var desk = await RunningDesk.StartAsync();
        await desk.AddMailboxAsync("Funkwerk", "funk@hafen.example");
        await desk.DeliverAsync(new CustomerMail("Netz eins"));
        await desk.DeliverAsync(new CustomerMail("Netz zwei") { To = "funk@hafen.example" }, "funk@hafen.example");
        await desk.SettledAsync();
        (await desk.Api.PatchAsync(1001, new { state = "resolved", tags = new[] { "roaming" } })).EnsureSuccessStatusCode();
        await desk.FindableAsync();

        Assert.Equal("Netz zwei", await SubjectsAsync(desk, "netz state:open"));
        Assert.Equal("Netz eins", await SubjectsAsync(desk, "netz stand:erledigt"));
        Assert.Equal("Netz eins", await SubjectsAsync(desk, "tag:roaming"));
        Assert.Equal("Netz zwei", await SubjectsAsync(desk, "netz -tag:roaming"));
        Assert.Equal("Netz zwei", await SubjectsAsync(desk, "community:funk"));
        Assert.Equal("Netz zwei | Netz eins", await SubjectsAsync(desk, "assignee:none"));
        Assert.Equal("", await SubjectsAsync(desk, "netz assignee:ada"));
        Assert.Equal("", await SubjectsAsync(desk, "netz before:2020"));
        Assert.Equal("Netz zwei | Netz eins", await SubjectsAsync(desk, "netz after:2020-05"));
        Assert.Equal(["before:gestern"], (await FindAsync(desk.Api, "netz before:gestern")).Misread);
    }

    [Fact]
    public async Task Communities_are_walls_for_the_search_too()
    {
        await using var desk = await RunningDesk.StartAsync();
        await desk.AddMailboxAsync("Funkwerk", "funk@hafen.example");
        await desk.DeliverAsync(new CustomerMail("Geheimes Netz") { To = "funk@hafen.example" }, "funk@hafen.example");
        await desk.DeliverAsync(new CustomerMail("Offenes Netz"));
        await desk.FindableAsync();
        var agent = await desk.AddAgentAsync("Lena", RunningDesk.Community);

        Assert.Equal(["Offenes Netz"], (await FindAsync(agent, "netz")).Items.Select(one => one.Ticket.Subject));
        Assert.Empty((await FindAsync(agent, "geheimes")).Items);
        Assert.Empty((await FindAsync(agent, "community:funkwerk")).Items);
        Assert.Empty((await FindAsync(agent, "-community:hafen netz")).Items);
        Assert.Empty((await FindAsync(agent, "#1001")).Items);
        Assert.Equal(2, (await FindAsync(desk.Api, "netz")).Items.Count);
    }

    [Fact]
    public async Task All_that_was_found_comes_page_by_page_and_once()
    {
        await using var desk = await RunningDesk.StartAsync();
        for (var i = 0; i < 25; i++) await desk.DeliverAsync(new CustomerMail(string.Create(CultureInfo.InvariantCulture, $"Netz {i}")) { From = $"kunde{i}@kunde.example" });
        await desk.FindableAsync();

        var (numbers, after) = (new List<long>(), "");
        for (var page = 0; page < 4; page++)
        {
            var found = await FindAsync(desk.Api, "netz", $"&limit=10{after}");
            numbers.AddRange(found.Items.Select(one => one.Ticket.Number));
            if (found.Next is null) break;
            after = $"&after={found.Next}";
        }
        Assert.Equal(Enumerable.Range(1001, 25).Reverse().Select(number => (long)number), numbers);
    }

    [Fact]
    public async Task An_index_that_is_gone_is_made_anew_from_the_tickets()
    {
        await using var desk = await RunningDesk.StartAsync();
        await desk.DeliverAsync(new CustomerMail("Netz eins"));
        await desk.FindableAsync();
        await desk.StopAsync();
        if (desk.Location.File is { } file) foreach (var part in Directory.GetFiles(Path.GetDirectoryName(file)!, "*.search*")) File.Delete(part);
        else await using (var source = Npgsql.NpgsqlDataSource.Create(desk.Location.Connection))
        await using (var drop = source.CreateCommand($"DROP TABLE ticket_words_{PostgresSearch.Layout}, search_layouts"))
        {
            await drop.ExecuteNonQueryAsync();
        }
        await desk.ServeAgainAsync();
        await desk.DeliverAsync(new CustomerMail("Netz zwei") { From = "bert@kunde.example" });
        await desk.FindableAsync();

        Assert.Equal("Netz zwei | Netz eins", await SubjectsAsync(desk, "netz"));
    }

    [Fact]
    public async Task While_the_index_is_being_made_whoever_looks_is_told()
    {
        await using var desk = await RunningDesk.StartAsync();
        await desk.DeliverAsync(new CustomerMail("Netz eins"));
        await desk.FindableAsync();
        Assert.Null((await FindAsync(desk.Api, "netz")).OnlySince);
        await desk.StopAsync();
        await using (await IndexHeldUpAsync(desk.Location))
        {
            await desk.ServeAgainAsync();
            Assert.NotNull((await FindAsync(desk.Api, "netz")).OnlySince);
        }
        await desk.FindableAsync();
        Assert.Null((await FindAsync(desk.Api, "netz")).OnlySince);
    }

    /// <summary>Takes from the index that it is complete, and from everybody else the right to fill it.</summary>
    private static async Task<IAsyncDisposable> IndexHeldUpAsync(DatabaseLocation location)
    {
        System.Data.Common.DbConnection held;
        if (location.File is { } file) held = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={Path.ChangeExtension(file, ".search")};Pooling=False");
        else held = new Npgsql.NpgsqlConnection(new Npgsql.NpgsqlConnectionStringBuilder(location.Connection) { Pooling = false }.ConnectionString);
        await held.OpenAsync();
        await using var hold = held.CreateCommand();
        hold.CommandText = location.File is null ? $"DELETE FROM search_layouts; SELECT pg_advisory_lock({PostgresSearch.Lock})" : "UPDATE progress SET journal = -1, ticket = 0; BEGIN IMMEDIATE";
        await hold.ExecuteNonQueryAsync();
        return held;
    }

    [Theory]
    [InlineData("\" OR 1=1 --")]
    [InlineData("marks:s0 NEAR(a b) {subject} : x")]
    [InlineData("a' | 'b:* & !c <-> (")]
    [InlineData("\\ \\' '' \" * ^ + -")]
    [InlineData("subject:\"")]
    [InlineData("東京 привет \u0301 \ud83d")]
    public async Task Nothing_that_is_typed_breaks_the_index(string typed)
    {
        await using var desk = await RunningDesk.StartAsync();
        await desk.DeliverAsync(new CustomerMail("Netz"));
        await desk.FindableAsync();

        Assert.Empty((await FindAsync(desk.Api, typed)).Items);
        Assert.Equal("Netz", await SubjectsAsync(desk, "netz"));
    }
}
