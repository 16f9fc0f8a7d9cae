using Lotse.Adapters.Database.Searching;
using Lotse.Domain.Search;
using Lotse.Domain.Search.Words;
using Lotse.Search.Offering;
using Lotse.Tests.Desk;
using Lotse.Tests.Knowledge;
using Lotse.Tests.Tickets.Pages;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Lotse.Tests.Search;

public sealed class KnowingFrequentWordsTests
{
    [Fact]
    public void A_word_is_frequent_in_the_community_it_was_learned_of_for_some_hours()
    {
        var clock = new FakeTimeProvider();
        var frequent = new FrequentWords(clock);
        frequent.Learn(7, "laterne");

        Assert.True(frequent.Has(7, "laterne"));
        Assert.False(frequent.Has(8, "laterne"));
        Assert.False(frequent.Has(7, "laternen"));
        clock.Advance(FrequentWords.Believed);
        Assert.False(frequent.Has(7, "laterne"));
    }

    [Fact]
    public void More_words_than_it_may_know_make_it_begin_anew()
    {
        var frequent = new FrequentWords(TimeProvider.System);
        for (var i = 0; i <= FrequentWords.Most; i++) frequent.Learn(1, $"wort{i}");

        Assert.False(frequent.Has(1, "wort0"));
        Assert.True(frequent.Has(1, $"wort{FrequentWords.Most}"));
    }

    [Fact]
    public async Task What_is_alike_is_the_same_once_frequent_words_are_known()
    {
        await using var desk = await PagesDesk.StartAsync();
        using var ada = await desk.SignedInAsync();
        var alike = await desk.ReceiveAsync("eva@kunde.example", "Laterne am Quittenweg", "Sie flackert.");
        var asked = await desk.ReceiveAsync("udo@kunde.example", "Laterne im Quittenweg", "Sie ist aus.");
        await Wait.UntilAsync(async () => (await ada.PageAsync($"/tickets/{asked}/similar")).Contains($"/tickets/{alike}\"", StringComparison.Ordinal), "it is found");
        var (community, lantern) = (await desk.CommunityAsync(), FoldedWord.Of("Laterne"));
        var frequent = await desk.WithAsync<FrequentWords, FrequentWords>(Task.FromResult);
        Assert.False(frequent.Has(community, lantern));

        // Of years ago, a hundred had one.
        await desk.WithAsync<SearchStore, bool>(async store =>
        {
            await store.WriteAsync([.. Enumerable.Range(1, 100).Select(id => new TicketWords(id, [TicketMarks.Community(community)], [lantern], [], [], []))], [], new SearchProgress(1_000_000, SearchProgress.Complete), false, default);
            return true;
        });
        var (first, second) = (await ada.PageAsync($"/tickets/{asked}/similar"), await ada.PageAsync($"/tickets/{asked}/similar"));

        Assert.True(frequent.Has(community, lantern));
        Assert.False(frequent.Has(community, FoldedWord.Of("Quittenweg")));
        Assert.Contains($"/tickets/{alike}\"", first, StringComparison.Ordinal);
        Assert.Equal(first, second);
    }
}
