using System.Diagnostics;
using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Opening;
using Lotse.Adapters.Database.Rows;
using Lotse.Bench.Desks;
using Lotse.Bench.Mails;
using Lotse.Domain.Knowledge;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Bench.Runs;

/// <summary>How quickly the list behind / comes, and the blocks that fit a ticket, with many text blocks and the words of many solved tickets. Blocks and words are put
/// into the tables while the desk stands still; tickets come as mail.</summary>
internal static class BlocksRun
{
    private static readonly string[] s_typed = ["", "r", "re", "rech", "konto", "ausfall kiel", "liefer", "b17", "xyz"];

    /// <summary>Words that some tickets name, so that products are weighed too.</summary>
    private static readonly string?[] s_products = [null, "Kiel", "Konto", "Lieferung", "Rechnung", "Ausfall", "Account", "Invoice", "Delivery", null, "Hafen App", "Kran 7"];

    public static async Task<int> RunAsync(Options options)
    {
        await using var desk = await DeskProcess.StartNewAsync(options.Folder, options.Text("database"));
        var numbers = await PagesRun.FillAsync(desk, options);
        await desk.KillAsync();
        await SeedAsync(desk, options);
        await DatabaseParts.RestAsync(DatabaseLocation.Of(desk.Folder, options.Text("database"))); // The desk wants the file to itself.
        await desk.StartAsync();
        var spread = numbers.Where((_, at) => at % Math.Max(1, numbers.Count / 200) == 0).ToList();
        Console.WriteLine($"{numbers.Count} tickets; one at a time, whole request; ms: median of a round, least and most of {options.Number("rounds", 5)} rounds");
        using var http = new HttpClient { BaseAddress = desk.Web };
        http.DefaultRequestHeaders.TryAddWithoutValidation("Cookie", await SignIn.CookieAsync(desk.Web, DeskProcess.Admin, DeskProcess.Password));
        var suggested = await MeasureAsync(http, "suggestions", options, spread.ConvertAll(number => $"/tickets/{number}/text-blocks"), 50);
        var offered = await MeasureAsync(http, "/ list", options, [.. spread.Select((number, at) => $"/text-blocks/offers?ticket={number}&q={Uri.EscapeDataString(s_typed[at % s_typed.Length])}")], 30);
        return suggested && offered ? 0 : 1;
    }

    private static async Task<bool> MeasureAsync(HttpClient http, string name, Options options, List<string> paths, double goal)
    {
        foreach (var path in paths.Take(50)) (await http.GetAsync(path)).EnsureSuccessStatusCode();
        var (medians, all, empty) = (new List<double>(), new List<double>(), 0);
        for (var round = 0; round < options.Number("rounds", 5); round++)
        {
            var times = new List<double>();
            foreach (var path in paths)
            {
                var begun = Stopwatch.GetTimestamp();
                var answer = await http.GetAsync(path);
                var body = await answer.Content.ReadAsStringAsync();
                times.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
                answer.EnsureSuccessStatusCode();
                if (!body.Contains("/text-blocks/", StringComparison.Ordinal) && !body.Contains("\"id\"", StringComparison.Ordinal)) empty++;
            }
            all.AddRange(times);
            medians.Add(times.Order().ElementAt(times.Count / 2));
        }
        var sorted = all.Order().ToList();
        Console.WriteLine($"{name,-12} p50 {medians.Order().ElementAt(medians.Count / 2):F1} ({medians.Min():F1}-{medians.Max():F1}), p99 {sorted[(int)(sorted.Count * 0.99)]:F1}, most {sorted[^1]:F1}; goal {goal}; without a result {empty} of {all.Count}");
        return medians.Max() < goal;
    }

    private static async Task SeedAsync(DeskProcess desk, Options options)
    {
        var (blocks, solved, dice) = (options.Number("blocks", 5000), options.Number("solved", 100_000), new Dice(options.Seed));
        await using var database = DatabaseParts.Open(DatabaseLocation.Of(desk.Folder, options.Text("database")));
        database.ChangeTracker.AutoDetectChangesEnabled = false;
        var community = await database.Communities.Select(c => c.Id).FirstAsync();
        var learned = new Dictionary<(int Block, string Word), int>();
        for (var at = 0; at < solved; at++)
        {
            var phrases = dice.Between(0, 1) == 0 ? Phrases.German : Phrases.English;
            var (subject, text) = Text(dice, phrases);
            // A few blocks are sent again and again, most now and then.
            var block = dice.Between(0, 1) == 0 ? dice.Between(0, blocks / 20) : dice.Between(0, blocks - 1);
            foreach (var word in BlockWords.OfTicket(subject, text, phrases.Language)) learned[(block, word)] = learned.GetValueOrDefault((block, word)) + 1;
        }
        for (var at = 0; at < blocks; at++)
        {
            var id = 1_000 + at;
            long? of = at % 3 == 0 ? null : community;
            var ((title, german), (_, english)) = (Text(dice, Phrases.German), Text(dice, Phrases.English));
            database.TextBlocks.Add(new TextBlock { Id = id, CommunityId = of, Title = $"{title} {at}", Shortcut = $"b{at}", Product = s_products[at % s_products.Length], State = TextBlockState.Published, Version = 1, CreatedAt = DateTimeOffset.UnixEpoch, UpdatedAt = DateTimeOffset.UnixEpoch });
            database.TextBlockTexts.AddRange(new TextBlockText { TextBlockId = id, Language = "de", Html = german, Text = german }, new TextBlockText { TextBlockId = id, Language = "en", Html = english, Text = english });
            foreach (var (word, weight) in BlockWords.OfBlock(title, new Dictionary<string, string> { ["de"] = german, ["en"] = english })) database.TextBlockWords.Add(new TextBlockWord { TextBlockId = id, Word = word, CommunityId = of, Weight = weight });
            if (at % 200 == 199 || at == blocks - 1) await SaveAsync(database);
        }
        foreach (var some in learned.Chunk(5000))
        {
            database.TextBlockWords.AddRange(some.Select(one => new TextBlockWord { TextBlockId = 1_000 + one.Key.Block, Word = one.Key.Word, Learned = true, CommunityId = one.Key.Block % 3 == 0 ? null : community, Weight = one.Value }));
            await SaveAsync(database);
        }
        Console.WriteLine($"{blocks} text blocks, words of {solved} solved tickets: {await database.TextBlockWords.CountAsync()} rows of words");
    }

    private static (string Subject, string Text) Text(Dice dice, Phrases phrases) =>
        (Phrases.Fill(dice, dice.Of(phrases.Subjects)), string.Join(' ', Enumerable.Range(0, 5).Select(_ => Phrases.Fill(dice, dice.Of(phrases.Sentences)))));

    private static async Task SaveAsync(DeskDatabase database)
    {
        database.ChangeTracker.DetectChanges();
        await database.SaveChangesAsync();
        database.ChangeTracker.Clear();
    }
}
