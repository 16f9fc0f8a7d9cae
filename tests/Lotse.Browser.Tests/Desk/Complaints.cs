using System.Collections.Concurrent;
using Microsoft.Playwright;
using Xunit;

namespace Lotse.Browser.Tests.Desk;

/// <summary>What the browser complains about while a journey goes on: errors in scripts, and whatever our policy refused.</summary>
internal sealed class Complaints
{
    private readonly ConcurrentQueue<string> _said = new();

    public Complaints(IPage page)
    {
        // A refresh that is given up because somebody goes to another page ends as an error that nobody catches.
        page.PageError += (_, error) => { if (!error.StartsWith("AbortError:", StringComparison.Ordinal)) _said.Enqueue(error); };
        page.Console += (_, line) => { if (line.Type == "error") _said.Enqueue($"{line.Text} ({line.Location})"); };
    }

    public void AreNone() => Assert.Empty(_said);
}
