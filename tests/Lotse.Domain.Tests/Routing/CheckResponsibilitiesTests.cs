using Lotse.Domain.Routing;
using Lotse.Domain.Tickets;
using Xunit;

namespace Lotse.Domain.Tests.Routing;

public sealed class CheckResponsibilitiesTests
{
    private static readonly DateTimeOffset Monday = new(2026, 11, 30, 8, 0, 0, TimeSpan.Zero);

    private static Responsibility Row(long id, Scope scope, DateTimeOffset? from = null, DateTimeOffset? until = null, params long[] agents) =>
        new(id, scope, [.. (agents.Length == 0 ? [7] : agents).Select(agent => new Holder(agent, null))], [], null, from, until, null);

    [Fact]
    public void Refuses_two_rows_for_the_same_cases_at_the_same_time()
    {
        var scope = new Scope(1, ProductId: 2, Language: "de");
        Assert.Equal(CheckResponsibilities.SameCases, CheckResponsibilities.Check(Row(1, scope), [Row(2, scope)])?.Code);
        Assert.Null(CheckResponsibilities.Check(Row(1, scope, until: Monday), [Row(2, scope, from: Monday)]));
        Assert.Null(CheckResponsibilities.Check(Row(1, scope), [Row(1, scope), Row(2, scope with { Language = "en" })]));
    }

    [Fact]
    public void Refuses_a_row_that_names_nobody_or_ends_before_it_begins()
    {
        Assert.Equal(CheckResponsibilities.NobodyNamed, CheckResponsibilities.Check(Row(1, new Scope(1)) with { Holders = [] }, [])?.Code);
        Assert.Equal(CheckResponsibilities.EndsBeforeItBegins, CheckResponsibilities.Check(Row(1, new Scope(1), Monday, Monday), [])?.Code);
        Assert.Equal(CheckResponsibilities.TooMany, CheckResponsibilities.Check(Row(1, new Scope(1), null, null, [.. Enumerable.Range(1, 21).Select(n => (long)n)]), [])?.Code);
    }

    [Fact]
    public void Shows_rows_that_cross_and_which_of_them_wins()
    {
        var (product, language, both) = (Row(1, new Scope(1, ProductId: 2)), Row(2, new Scope(1, Language: "en")), Row(3, new Scope(1, ProductId: 2, Language: "en")));
        Assert.Equal([new Overlap(2, 1, 1)], CheckResponsibilities.Overlaps(language, [product, language, both]));
        Assert.Empty(CheckResponsibilities.Overlaps(both, [product, language]));
        Assert.Empty(CheckResponsibilities.Overlaps(language, [Row(4, new Scope(1, ProductId: 2, Language: "de")), Row(5, new Scope(2, ProductId: 2))]));
    }

    [Fact]
    public void Names_products_and_languages_for_which_nobody_is_responsible()
    {
        Assert.Equal([new Gap(1, "en"), new Gap(2, null), new Gap(null, null)],
            CheckResponsibilities.Gaps([Row(1, new Scope(1, ProductId: 1, Language: "de")), Row(2, new Scope(1, ProductId: 2, Level: Level.Second))], [1, 2], ["de", "en"], Monday));
        Assert.Empty(CheckResponsibilities.Gaps([Row(1, new Scope(1))], [1, 2], ["de", "en"], Monday));
    }
}
