using System.Text.RegularExpressions;
using Lotse.Adapters.Database;
using Xunit;

namespace Lotse.Tests.Adapters.Database;

public sealed class StoreHealthTests
{
    [Fact]
    public void A_text_that_is_too_much_for_a_pattern_says_nothing_of_the_store()
    {
        Assert.Null(StoreHealth.CodeOf(new RegexMatchTimeoutException("aaaa", "(a+)+b", TimeSpan.FromSeconds(1))));
        Assert.Null(StoreHealth.CodeOf(new InvalidOperationException("in something else", new RegexMatchTimeoutException())));
        Assert.Equal("store-gone", StoreHealth.CodeOf(new TimeoutException()));
    }
}
