using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Opening;
using Lotse.Adapters.Database.Rows;
using Lotse.Bench.Desks;
using Lotse.Bench.Mails;
using Lotse.Domain.Routing;
using Lotse.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Bench.Runs;

/// <summary>What finding the responsible person adds to a mail: two desks side by side, one with an empty table and one with thousands of responsibilities, hundreds of
/// people, their absences, and rules that look at each mail afterwards. Each mail goes to both, in turn, by the door that answers once the mail has found its ticket.</summary>
internal static class RoutingRun
{
    private const double Goal = 2;

    public static async Task<int> RunAsync(Options options)
    {
        var (ofBare, ofFull) = (options.Text("database"), options.Text("other-database"));
        if (ofBare is null != ofFull is null) throw new ArgumentException("routing: two desks, so two empty databases: --database and --other-database");
        await using var bare = await DeskProcess.StartNewAsync(options.Folder, ofBare);
        await using var full = await DeskProcess.StartNewAsync(options.Folder, ofFull);
        await full.KillAsync();
        var location = DatabaseLocation.Of(full.Folder, ofFull);
        await SeedAsync(location, options);
        if (ofFull is null) await DatabaseParts.RestAsync(location);
        await full.StartAsync();
        using var toBare = Client(bare);
        using var toFull = Client(full);
        await RulesAsync(toFull, options);
        var mails = new MailMaker(options.Seed, DeskProcess.Mailbox).Make(options.Number("mails", 2000)).Where(mail => mail.Parent is null).ToList();
        var rounds = mails.Chunk(Math.Max(1, mails.Count / (options.Number("rounds", 5) + 1))).ToList();
        foreach (var mail in rounds[0]) { await PostAsync(toBare, mail.Wire); await PostAsync(toFull, mail.Wire); }
        var medians = new List<(double Bare, double Full)>();
        foreach (var round in rounds.Skip(1).Take(options.Number("rounds", 5)))
        {
            var (bares, fulls) = (new List<double>(), new List<double>());
            foreach (var (mail, at) in round.Select((mail, at) => (mail, at)))
            {
                // Who goes first changes, so that neither is always the one whose caches the other has emptied.
                if (at % 2 == 0) bares.Add(await PostAsync(toBare, mail.Wire));
                fulls.Add(await PostAsync(toFull, mail.Wire));
                if (at % 2 == 1) bares.Add(await PostAsync(toBare, mail.Wire));
            }
            medians.Add((Median(bares), Median(fulls)));
        }
        var added = medians.ConvertAll(round => round.Full - round.Bare);
        Console.WriteLine($"a mail, whole request, ms, median of rounds (least-most of {medians.Count}): empty table {Say(medians.ConvertAll(r => r.Bare))}, full table {Say(medians.ConvertAll(r => r.Full))}; added {Say(added)}; goal {Goal}");
        await using var database = DatabaseParts.Open(location);
        Console.WriteLine($"tickets with somebody: {await database.Tickets.CountAsync(t => t.AssigneeId != null)} of {await database.Tickets.CountAsync()}; rules that did something: {await database.RuleRuns.Select(run => run.RuleId).Distinct().CountAsync()}, {await database.RuleRuns.CountAsync()} times");
        return Median(added) < Goal ? 0 : 1;
    }

    private static HttpClient Client(DeskProcess desk)
    {
        var http = new HttpClient { BaseAddress = desk.Web };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", desk.Token);
        return http;
    }

    private static async Task<double> PostAsync(HttpClient http, byte[] mail)
    {
        using var body = new ByteArrayContent(mail) { Headers = { ContentType = new MediaTypeHeaderValue("message/rfc822") } };
        var begun = Stopwatch.GetTimestamp();
        using var answer = await http.PostAsync($"/api/v1/mailboxes/{DeskProcess.Mailbox}/messages", body);
        answer.EnsureSuccessStatusCode();
        return Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
    }

    /// <summary>A third asks for fields only, a third for a word that mails do say, a third for one that none says.</summary>
    private static async Task RulesAsync(HttpClient http, Options options)
    {
        var (words, dice, many) = (Said(), new Dice(options.Seed), options.Number("rules", 200));
        for (var at = 0; at < many; at++)
        {
            var condition = (at % 3) switch { 0 => $"language:{dice.Of(["fr", "pl", "it"])} priority:high", 1 => $"{dice.Of(words)} {dice.Of(words)}", _ => $"nirgends{at}" };
            var rule = new { name = $"Rule {at}", when = new[] { "ticketOpened" }, condition, steps = new { addTags = new[] { $"tag{at % 20}" } } };
            using var answer = await http.PostAsJsonAsync("/api/v1/rules", rule);
            answer.EnsureSuccessStatusCode();
        }
        Console.WriteLine($"{many} rules");
    }

    private static List<string> Said() => [.. Phrases.German.Subjects.Concat(Phrases.English.Subjects).SelectMany(subject => subject.Split(' ')).Where(word => word.Length > 4 && word.All(char.IsLetter)).Distinct()];

    private static async Task SeedAsync(DatabaseLocation location, Options options)
    {
        var (rows, people, dice) = (options.Number("rows", 10_000), options.Number("agents", 500), new Dice(options.Seed));
        await using var database = DatabaseParts.Open(location);
        var community = await database.Communities.Select(c => c.Id).FirstAsync();
        var mailbox = await database.Mailboxes.Select(m => m.Id).FirstAsync();
        for (var at = 0; at < people; at++)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"agent-{at}@lotse.example");
            database.Users.Add(new AgentAccount { Id = 1_000 + at, Name = $"Agent {at}", UserName = name, NormalizedUserName = name.ToUpperInvariant(), Email = name, NormalizedEmail = name.ToUpperInvariant(), SecurityStamp = name, CreatedAt = DateTimeOffset.UnixEpoch });
            database.AgentCommunities.Add(new AgentCommunity { AgentId = 1_000 + at, CommunityId = community });
            database.StandIns.Add(new StandIns { AgentId = 1_000 + at, Deputies = $"{1_000 + ((at + 1) % people)} {1_000 + ((at + 7) % people)}", Weekly = at % 5 == 0 ? "5,720,1440" : "" });
            if (at % 10 == 0) database.Absences.Add(new AbsenceRow { Id = 1_000 + at, AgentId = 1_000 + at, From = DateTimeOffset.UtcNow.AddDays(-1), Until = DateTimeOffset.UtcNow.AddDays(dice.Between(1, 20)) });
        }
        // Products and topics whose words the mails do say, and many that they do not.
        var words = Said();
        for (var at = 0; at < 400; at++)
        {
            database.Categories.Add(new Category { Id = 10_000 + at, CommunityId = community, Kind = at < 200 ? CategoryKind.Product : CategoryKind.Topic, Name = $"Category {at}", Words = at % 4 == 0 ? dice.Of(words) : $"nirgends{at}, nowhere{at}" });
        }
        var known = new HashSet<Scope>();
        for (var at = 0; known.Count < rows; at++)
        {
            var scope = new Scope(community, null, dice.Happens(0.9) ? 10_000 + dice.Between(0, 199) : null, dice.Happens(0.6) ? 10_200 + dice.Between(0, 199) : null, dice.Happens(0.2) ? mailbox : null,
                dice.Happens(0.5) ? dice.Of(["de", "en", "fr"]) : null, dice.Happens(0.3) ? (Level)dice.Between(1, 3) : null);
            if (!known.Add(scope)) continue;
            database.Responsibilities.Add(new ResponsibilityRow
            {
                Id = 100_000 + at, CommunityId = community, ProductId = scope.ProductId, TopicId = scope.TopicId, MailboxId = scope.MailboxId, Language = scope.Language, Level = scope.Level,
                Holders = $"a{1_000 + dice.Between(0, people - 1)} a{1_000 + dice.Between(0, people - 1)}",
            });
        }
        await database.SaveChangesAsync();
        Console.WriteLine($"{rows} responsibilities, {people} agents, {await database.Absences.CountAsync()} away, {await database.Categories.CountAsync()} products and topics");
    }

    private static double Median(List<double> times) => times.Order().ElementAt(times.Count / 2);

    private static string Say(List<double> times) => string.Create(CultureInfo.InvariantCulture, $"{Median(times):F2} ({times.Min():F2}-{times.Max():F2})");
}
