using Microsoft.Playwright;

namespace Lotse.Bench.Desks;

/// <summary>What comes over the line, as Chromium counts it: compressed, with headers.</summary>
internal sealed class PageLine
{
    private double _bytes;
    private int _requests;

    public static async Task<PageLine> OfAsync(IPage page)
    {
        var line = new PageLine();
        var client = await page.Context.NewCDPSessionAsync(page);
        await client.SendAsync("Network.enable");
        client.Event("Network.loadingFinished").OnEvent += (_, told) =>
        {
            line._bytes += told!.Value.GetProperty("encodedDataLength").GetDouble();
            line._requests++;
        };
        return line;
    }

    public (double Bytes, int Requests) Take()
    {
        var taken = (_bytes, _requests);
        (_bytes, _requests) = (0, 0);
        return taken;
    }
}
