using Lotse.Adapters.Database.Searching;
using Lotse.Domain.Search;
using Lotse.Tests.Tickets.Pages;
using Xunit;

namespace Lotse.Tests.Search;

public sealed class SearchingThroughYearsTests
{
    private const long Day = 86_400_000L << 22;

    [Fact]
    public void Windows_of_time_follow_one_another_without_a_gap_and_their_marks_are_those_of_their_tickets()
    {
        foreach (var before in (long[])[1, 5, (1L << 49) + 1, 1L << 50, 700 * Day, (1065 * Day) + 12345, 5000 * Day])
        {
            var (next, count) = (before, 0);
            foreach (var window in TimeMarks.Between(0, before))
            {
                Assert.Equal(next, window.Before);
                Assert.True(window.From < window.Before);
                // What lies more than four years back has no marks of its own.
                Assert.InRange(window.Marks.Count, window.From == 0 ? 0 : 1, 2);
                if (window.Marks.Count > 0) foreach (var id in (long[])[window.From, window.Before - 1, window.From + ((window.Before - window.From) / 3)]) Assert.Single(TimeMarks.Of(id), window.Marks.Contains);
                if (window.From > 0) Assert.DoesNotContain(TimeMarks.Of(window.From - 1), window.Marks.Contains);
                (next, count) = (window.From, count + 1);
            }
            Assert.Equal(0, next);
            Assert.InRange(count, 1, 7);
        }
    }

    [Fact]
    public void Windows_end_where_they_are_told_to()
    {
        var (from, before) = (650 * Day, 701 * Day);
        var windows = TimeMarks.Between(from, before).ToList();
        Assert.Equal((from, before), (windows[^1].From, windows[0].Before));
        Assert.All(windows.Zip(windows.Skip(1)), two => Assert.Equal(two.First.From, two.Second.Before));
        Assert.InRange(windows.Count, 2, 4);
        var few = TimeMarks.Between(0, before, rare: true).ToList();
        Assert.Equal((0, before, 5), (few[^1].From, few[0].Before, few.Count));
        Assert.All(few.Zip(few.Skip(1)), two => Assert.Equal(two.First.From, two.Second.Before));
        Assert.Empty(TimeMarks.Between(before, before));
    }

    [Fact]
    public void What_is_asked_of_a_day_is_one_window_that_begins_at_most_nine_hours_too_early()
    {
        foreach (var (from, before) in ((long, long)[])[(700 * Day, 701 * Day), ((700 * Day) + 12345, (700 * Day) + 12346), (690 * Day, (690 * Day) + (Day / 3))])
        {
            var window = Assert.Single(TimeMarks.Between(from, before));
            Assert.Equal((from, before), (window.From, window.Before));
            Assert.InRange(window.Marks.Count, 1, 4);
            foreach (var id in (long[])[from, before - 1, from + ((before - from) / 3)]) Assert.Single(TimeMarks.Of(id), window.Marks.Contains);
            Assert.DoesNotContain(TimeMarks.Of(from - (Day / 2)), window.Marks.Contains);
            Assert.DoesNotContain(TimeMarks.Of(before + (Day / 2)), window.Marks.Contains);
        }
    }

    [Fact]
    public async Task A_word_is_found_newest_first_however_long_ago_it_was_said()
    {
        await using var desk = await PagesDesk.StartAsync();
        await desk.FindableAsync(); // So the index is open.
        await desk.WithAsync<SearchStore, bool>(async store =>
        {
            // Of the last three years: one ticket a day, every seventh of which says so, and one word that stands in the oldest only.
            var ids = Enumerable.Range(1, 1000).Select(day => day * Day).ToList();
            foreach (var some in ids.Chunk(100)) await store.WriteAsync([.. some.Select(id => new TicketWords(id, ["c1"], ["sache"], [], [], id / Day % 14 == 0 ? ["woche", "lang"] : id / Day % 7 == 0 ? ["lang", "woche"] : id == Day ? ["anfang"] : []))], [], new SearchProgress(1_000_000, SearchProgress.Complete), false, default);

            Assert.Equal(ids.Where(id => id / Day % 7 == 0).OrderDescending(), await FoundAsync(store, "woche", 1000));
            Assert.Equal(ids.Where(id => id / Day % 7 == 0).OrderDescending().Take(5), await FoundAsync(store, "woche", 5));
            Assert.Equal([Day], await FoundAsync(store, "anfang", 40));
            Assert.Empty(await FoundAsync(store, "nirgends", 40));
            // Words that stand together: the words of each ticket must be read.
            var together = new SearchTerms([new SoughtMarks(["c1"])], [new SoughtPhrase([new SoughtForm(["woche", "lang"], false)], SearchPlace.Anywhere, false)]);
            Assert.Equal(ids.Where(id => id / Day % 14 == 0).OrderDescending(), await store.FindAsync(together, 0, long.MaxValue, 1000, default));
            Assert.Equal([994 * Day, 980 * Day], await store.FindAsync(together, 0, long.MaxValue, 2, default));
            // Several at once, each with as many as it has; and within a time.
            foreach (var rare in (bool[])[false, true])
            {
                Assert.Equal([[Day], [], [994 * Day, 987 * Day, 980 * Day]], await store.FindEachAsync([Saying("anfang"), Saying("nirgends"), Saying("woche")], 0, long.MaxValue, 3, rare, default));
                Assert.Equal([[], [490 * Day, 483 * Day]], await store.FindEachAsync([Saying("anfang"), Saying("woche")], 480 * Day, 497 * Day, 40, rare, default));
                Assert.Equal([[], [490 * Day]], await store.FindEachAsync([Saying("anfang"), Saying("woche")], (490 * Day) - 5, (490 * Day) + 5, 40, rare, default));
            }
            Assert.Empty(await store.FindEachAsync([], 0, long.MaxValue, 3, false, default));
            Assert.Equal([Day * 7, Day * 70], (await store.AmongAsync(Saying("woche"), [Day, Day * 7, Day * 8, Day * 70, Day * 7000], default)).Order());
            // Page after page the same as all at once.
            var (before, paged) = (long.MaxValue, new List<long>());
            while (await FoundAsync(store, "sache", 37, before) is { Count: > 0 } page)
            {
                paged.AddRange(page);
                before = page[^1];
            }
            Assert.Equal(ids.OrderDescending(), paged);
            return true;
        });
    }

    [Fact]
    public void Windows_are_those_of_the_communities_that_all_is_bound_to_where_these_are_few()
    {
        static SearchTerms Of(params string[][] groups) => new([.. groups.Select(any => new SoughtMarks(any))], []);
        string[] one = ["c1"], four = ["c1", "c2", "c3", "c4"], five = [.. four, "c5"], mixed = ["c1", "s1"];

        Assert.Equal(one, PostgresWords.Communities([Of(one)]));
        Assert.Equal(four, PostgresWords.Communities([Of(mixed, four), Of(one, four)]));
        foreach (var none in (IReadOnlyList<SearchTerms>[])[[Of()], [Of([])], [Of(five)], [Of(mixed)], [Of(one), Of(four)], [Of(one), Of()], [new([new SoughtMarks(one, Not: true)], [])]]) Assert.Empty(PostgresWords.Communities(none));

        var window = new TimeWindow(5, 9, ["A7", "A6"]);
        Assert.Equal("(':A7' | ':A6')", PostgresWords.Of(window, []));
        var bound = PostgresWords.Of(window, ["c1", "c2"]);
        foreach (var mark in (string[])["A7", "A6"]) foreach (var community in (string[])["c1", "c2"]) Assert.Contains($"':{TimeMarks.In(community, mark)}'", bound, StringComparison.Ordinal);
        Assert.DoesNotContain("':A7'", bound, StringComparison.Ordinal);
        Assert.Equal("A7882", TimeMarks.In("c1", "A7")); // Kept with every ticket: it must not change.
        Assert.NotEqual(TimeMarks.In("c1", "A7"), TimeMarks.In("c2", "A7"));
        Assert.Null(PostgresWords.Of(new TimeWindow(0, 5, []), one));
    }

    [Fact]
    public async Task Who_asks_for_some_communities_finds_theirs_however_many_they_are()
    {
        await using var desk = await PagesDesk.StartAsync();
        await desk.FindableAsync(); // So the index is open.
        await desk.WithAsync<SearchStore, bool>(async store =>
        {
            // Of nearly three years, one ticket a day in each of seven communities by turns.
            var ids = Enumerable.Range(1, 1000).Select(day => day * Day).ToList();
            static int CommunityOf(long id) => (int)(id / Day % 7) + 1;
            foreach (var some in ids.Chunk(100)) await store.WriteAsync([.. some.Select(id => new TicketWords(id, [$"c{CommunityOf(id)}"], ["sache"], [], [], ["alte", "frage"]))], [], new SearchProgress(1_000_000, SearchProgress.Complete), false, default);
            static SearchTerms Of(params int[] communities) => new([new SoughtMarks([.. communities.Select(one => $"c{one}")])], [new SoughtPhrase([new SoughtForm(["sache"], false)], SearchPlace.Anywhere, false)]);
            IEnumerable<long> In(params int[] communities) => ids.Where(id => communities.Contains(CommunityOf(id))).OrderDescending();

            foreach (var communities in (int[][])[[3], [1, 2], [7, 1, 4, 2], [1, 2, 3, 4, 5, 6], [1, 9]])
            {
                Assert.Equal(In(communities), await store.FindAsync(Of(communities), 0, long.MaxValue, 1000, default));
                Assert.Equal(In(communities).Take(7), await store.FindAsync(Of(communities), 0, long.MaxValue, 7, default));
            }
            // Words that stand together, or in one place, or do not: those of each ticket have to be read.
            var together = new SearchTerms(Of(5, 2, 3).Marks, [new SoughtPhrase([new SoughtForm(["alte", "frage"], false)], SearchPlace.Anywhere, false)]);
            Assert.Equal(In(5, 2, 3), await store.FindAsync(together, 0, long.MaxValue, 1000, default));
            Assert.Equal(In(5, 2, 3).Skip(200).Take(9), await store.FindAsync(together, 0, In(5, 2, 3).ElementAt(199), 9, default));
            SoughtPhrase Sought(SearchPlace place, bool not, params string[] words) => new([new SoughtForm(words, false)], place, not);
            foreach (var phrase in (SoughtPhrase[])[Sought(SearchPlace.Subject, false, "sache"), Sought(SearchPlace.Anywhere, true, "frage", "alte"), Sought(SearchPlace.Subject, true, "alte")])
                Assert.Equal(In(5, 2, 3).Take(400), await store.FindAsync(new SearchTerms(together.Marks, [phrase]), 0, long.MaxValue, 400, default));
            foreach (var phrase in (SoughtPhrase[])[Sought(SearchPlace.Files, false, "sache"), Sought(SearchPlace.Anywhere, true, "alte", "frage"), Sought(SearchPlace.Subject, true, "sache"), Sought(SearchPlace.Anywhere, false, "frage", "alte")])
                Assert.Empty(await store.FindAsync(new SearchTerms(together.Marks, [phrase]), 0, long.MaxValue, 7, default));
            Assert.Equal([[.. In(4).Take(9)], [.. In(5, 2, 3).Take(9)]], await store.FindEachAsync([Of(4), together], 0, long.MaxValue, 9, rare: false, default));
            Assert.Empty(await store.FindAsync(Of(9), 0, long.MaxValue, 7, default));
            // Each of these is bound to communities of its own, or to none of them, or to others still.
            var none = new SearchTerms([], Of(1).Phrases);
            var not = new SearchTerms([new SoughtMarks(["c1", "c2"], Not: true)], none.Phrases);
            var both = new SearchTerms([.. Of(1, 2).Marks, .. Of(2, 3).Marks], none.Phrases);
            Assert.Equal([[.. In(3).Take(9)], [.. In(4).Take(9)], [.. In(3, 4).Take(9)]], await store.FindEachAsync([Of(3), Of(4), Of(3, 4)], 0, long.MaxValue, 9, rare: true, default));
            Assert.Equal([[.. In(3).Take(9)], [.. ids.OrderDescending().Take(9)], [.. In(3, 4, 5, 6, 7).Take(9)], [.. In(2).Take(9)]], await store.FindEachAsync([Of(3), none, not, both], 0, long.MaxValue, 9, rare: false, default));
            Assert.Equal(In(2), await store.FindAsync(both, 0, long.MaxValue, 1000, default));
            return true;
        });
    }

    private static Task<IReadOnlyList<long>> FoundAsync(SearchStore store, string word, int limit, long before = long.MaxValue) => store.FindAsync(Saying(word), 0, before, limit, default);

    private static SearchTerms Saying(string word) => new([new SoughtMarks(["c1"])], [new SoughtPhrase([new SoughtForm([word], false)], SearchPlace.Anywhere, false)]);
}
