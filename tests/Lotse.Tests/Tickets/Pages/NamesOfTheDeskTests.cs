using System.Globalization;
using Xunit;

namespace Lotse.Tests.Tickets.Pages;

public sealed class NamesOfTheDeskTests
{
    [Fact]
    public async Task What_somebody_has_saved_is_known_to_the_very_next_page()
    {
        await using var desk = await PagesDesk.StartAsync();
        using var lead = await desk.SignedInAsync();
        var community = await desk.ReadAsync(d => Task.FromResult(d.Communities.Single(c => c.Name == "Hafen").Id));
        // The journal is looked at ten times a second: of a dozen names in a row it has not seen the last ones when they are asked for.
        for (var n = 0; n < 12; n++)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"Boot {n}");
            await lead.PostAsync("/responsibilities/categories", ("community", community.ToString(CultureInfo.InvariantCulture)), ("kind", "product"), ("name", name));
            Assert.Contains(name, await (await lead.GetAsync($"/responsibilities/new?community={community}")).Content.ReadAsStringAsync());
        }
    }
}
