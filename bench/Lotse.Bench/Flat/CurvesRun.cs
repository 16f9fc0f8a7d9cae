namespace Lotse.Bench.Flat;

/// <summary>Draws the figures of flat.</summary>
internal static class CurvesRun
{
    public static async Task<int> RunAsync(Options options)
    {
        var (from, to) = (options.Text("from") ?? throw new ArgumentException("--from FILE.csv"), options.Text("out") ?? throw new ArgumentException("--out FILE.svg"));
        await File.WriteAllTextAsync(to, Curves.Draw(options.Text("title") ?? "What the desk's work costs as it grows", Curves.Read(await File.ReadAllLinesAsync(from))));
        return 0;
    }
}
