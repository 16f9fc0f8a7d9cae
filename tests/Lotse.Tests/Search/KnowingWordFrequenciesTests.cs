using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Searching;
using Lotse.Domain.Search;
using Lotse.Domain.Search.Words;
using Lotse.Domain.Tickets;
using Lotse.Search.Offering;
using Lotse.Tests.Desk;
using Lotse.Tests.Knowledge;
using Lotse.Tests.Tickets.Pages;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Lotse.Tests.Search;

public sealed class KnowingWordFrequenciesTests
{
    private static readonly DateTimeOffset Now = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_word_is_as_frequent_in_the_community_it_was_learned_of_as_it_was_for_some_hours()
    {
        var clock = new FakeTimeProvider();
        var known = new WordFrequencies(clock);
        known.Learn(7, "laterne", 250);

        Assert.Equal(250, known.Of(7, "laterne"));
        Assert.Null(known.Of(8, "laterne"));
        Assert.Null(known.Of(7, "laternen"));
        known.Learn(7, "laterne", 260);
        Assert.Equal(260, known.Of(7, "laterne"));
        clock.Advance(WordFrequencies.Believed);
        Assert.Null(known.Of(7, "laterne"));
    }

    [Fact]
    public void More_words_than_it_may_know_make_it_begin_anew()
    {
        var known = new WordFrequencies(TimeProvider.System);
        for (var i = 0; i <= WordFrequencies.Most; i++) known.Learn(1, $"wort{i}", i);

        Assert.Null(known.Of(1, "wort0"));
        Assert.Equal(WordFrequencies.Most, known.Of(1, $"wort{WordFrequencies.Most}"));
    }

    [Fact]
    public void How_many_have_a_word_is_told_by_the_newest_that_have_it()
    {
        static List<long> Every(TimeSpan step, int count) => [.. Enumerable.Range(1, count).Select(at => Ids.First(Now - (step * at)))];

        Assert.Equal(0, TellingWords.Tickets([], 40, Now));
        Assert.Equal(39, TellingWords.Tickets(Every(TimeSpan.FromDays(1), 39), 40, Now));
        Assert.Equal(365, TellingWords.Tickets(Every(TimeSpan.FromDays(1), 40), 40, Now));
        Assert.InRange(TellingWords.Tickets(Every(TimeSpan.FromMinutes(10), 40), 40, Now), 52_500, 52_600);
        Assert.Equal(40, TellingWords.Tickets(Every(TimeSpan.FromDays(20), 40), 40, Now)); // As many as there were, though they took two years.
        Assert.InRange(TellingWords.Tickets([.. Enumerable.Repeat(Ids.First(Now), 40)], 40, Now), 40, int.MaxValue); // All at once.
    }

    [Fact]
    public void The_longest_of_the_subject_come_first_and_count_twice()
    {
        var words = TellingWords.Of("Die Laterne am Quittenweg, die LATERNE 12b", "Seit heute flackert die Laterne wieder, Hausnummer R2D2000.");

        Assert.Equal(["Quittenweg", "Laterne", "Hausnummer", "flackert", "wieder"], words.Select(word => word.Word));
        Assert.Equal([2, 2, 1, 1, 1], words.Select(word => word.Weight));
        Assert.Equal(10, TellingWords.Of("aaaa bbbb cccc dddd eeee ffff gggg", "hhhhhh iiiiii jjjjjj kkkkkk llllll mmmmmm").Count);
        Assert.True(TellingWords.Telling(words[0], 3) > TellingWords.Telling(words[0], 4) && TellingWords.Telling(words[0], 3) > TellingWords.Telling(words[2], 3));
    }

    [Fact]
    public async Task A_frequent_word_tells_less_than_a_rare_one_and_is_known_afterwards()
    {
        await using var desk = await PagesDesk.StartAsync();
        using var ada = await desk.SignedInAsync();
        var alike = await desk.ReceiveAsync("eva@kunde.example", "Laterne am Quittenweg", "Sie flackert.");
        var lantern = await desk.ReceiveAsync("ida@kunde.example", "Laterne am Ufer", "Sie flackert.");
        var asked = await desk.ReceiveAsync("udo@kunde.example", "Laterne im Quittenweg", "Sie ist aus.");
        var (community, word) = (await desk.CommunityAsync(), FoldedWord.Of("Laterne"));
        var known = await desk.WithAsync<WordFrequencies, WordFrequencies>(Task.FromResult);
        await Wait.UntilAsync(async () => await ada.PageAsync($"/tickets/{asked}/similar") is var page && new[] { alike, lantern }.All(one => page.Contains($"/tickets/{one}\"", StringComparison.Ordinal))
            && known.Of(community, word) == 3, "both are found, and it itself has come into the index");

        // Now two hundred more have one.
        await WriteAsync(desk, Enumerable.Repeat((string[])["Laterne"], 200));
        var (first, second) = (await ada.PageAsync($"/tickets/{asked}/similar"), await ada.PageAsync($"/tickets/{asked}/similar"));

        Assert.InRange(known.Of(community, word) ?? 0, 1000, int.MaxValue);
        Assert.Equal(2, known.Of(community, FoldedWord.Of("Quittenweg")));
        Assert.Contains($"/tickets/{alike}\"", first, StringComparison.Ordinal);
        Assert.DoesNotContain($"/tickets/{lantern}\"", first, StringComparison.Ordinal);
        Assert.Equal(first, second);
    }

    [Fact]
    public async Task What_all_mails_of_a_form_say_makes_none_alike_and_keeps_none_from_being_found()
    {
        const string Form = "Neue Nachricht über das Kontaktformular Ihrer Webseite";
        await using var desk = await PagesDesk.StartAsync();
        using var ada = await desk.SignedInAsync();
        var alike = await desk.ReceiveAsync("eva@kunde.example", Form, "Die Zahnradbahn steht.");
        var other = await desk.ReceiveAsync("ida@kunde.example", Form, "Wo ist mein Geld?");
        await WriteAsync(desk, Enumerable.Repeat(Form.Split(' '), 60), apart: TimeSpan.FromHours(4));
        var asked = await desk.ReceiveAsync("udo@kunde.example", Form, "Bei uns steht die Zahnradbahn auch.");
        await desk.FindableAsync();

        var first = await ada.PageAsync($"/tickets/{asked}/similar");

        Assert.Contains($"/tickets/{alike}\"", first, StringComparison.Ordinal);
        Assert.DoesNotContain($"/tickets/{other}\"", first, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tickets_of_one_fault_are_told_of_though_each_of_their_words_is_in_many_newer_ones()
    {
        await using var desk = await PagesDesk.StartAsync();
        using var ada = await desk.SignedInAsync();
        foreach (var from in (string[])["eva@kunde.example", "ida@kunde.example"]) await desk.ReceiveAsync(from, "Rechnung Konto Anmeldung", "Seit gestern stimmt nichts davon.");
        var asked = await desk.ReceiveAsync("udo@kunde.example", "Rechnung Konto Anmeldung", "Seit gestern stimmt nichts davon.");
        await WriteAsync(desk, ((string[])["Rechnung", "Konto", "Anmeldung", "gestern", "stimmt", "nichts"]).SelectMany(word => Enumerable.Repeat((string[])[word], 45)));
        await desk.FindableAsync();

        Assert.Contains("2 ähnliche", await ada.PageAsync($"/tickets/{asked}/similar"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_settled_long_ago_is_no_part_of_a_fault_of_these_days()
    {
        await using var desk = await RunningDesk.StartAsync(new DeskWishes { FakeClock = true });
        foreach (var from in (string[])["eva@kunde.example", "ida@kunde.example"]) await desk.PostMailAsync(new CustomerMail("Laterne am Quittenweg aus") { From = from });
        (await desk.Api.PatchAsync(1001, new { state = "resolved" })).EnsureSuccessStatusCode();
        desk.Pass(SimilarTickets.Lately + TimeSpan.FromDays(1));
        await desk.PostMailAsync(new CustomerMail("Laterne am Quittenweg aus") { From = "udo@kunde.example" });
        await desk.PostMailAsync(new CustomerMail("Laterne am Quittenweg aus") { From = "kim@kunde.example" });
        await desk.FindableAsync();

        foreach (var (number, lately) in ((long, int)[])[(1001, 0), (1002, 2), (1003, 1)])
        {
            var found = await desk.WithAsync<SimilarTickets, SimilarFound?>(similar => similar.RunAsync(Acting.Desk("test"), number, 5, TestContext.Current.CancellationToken));
            Assert.Equal((3, lately), (found!.Rows.Count, found.Lately.Count));
        }
    }

    /// <summary>Puts tickets of now, or of before now, into the index, each with such a subject.</summary>
    private static async Task WriteAsync(PagesDesk desk, IEnumerable<string[]> subjects, TimeSpan apart = default)
    {
        await desk.FindableAsync(); // So the index is open, and is not begun anew with what follows in it.
        var (community, ids, now) = (await desk.CommunityAsync(), new Ids(TimeProvider.System), TimeProvider.System.GetUtcNow());
        await desk.WithAsync<SearchStore, bool>(async store =>
        {
            await store.WriteAsync([.. subjects.Select((words, at) => new TicketWords(apart == default ? ids.Next() : Ids.First(now - (apart * (at + 1))), [TicketMarks.Community(community)], [.. words.Select(word => FoldedWord.Of(word))], [], [], []))], [], new SearchProgress(1_000_000, SearchProgress.Complete), false, default);
            return true;
        });
    }
}
