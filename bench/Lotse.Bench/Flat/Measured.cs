using System.Globalization;

namespace Lotse.Bench.Flat;

/// <summary>The times of one step on each desk, the smallest first. It is flat where the largest takes at most 1.3 times as long as the smallest, and twice for the slowest in a hundred; where it has more to show, because
/// more was found, so many times as much.</summary>
internal sealed class Measured(string name, double? goal, double? goalWorst, int sides)
{
    private const double MedianAtMost = 1.3, WorstAtMost = 2, FullerFrom = 1.15;

    private readonly List<double>[] _sizes = [.. Enumerable.Range(0, sides).Select(_ => new List<double>())];
    private readonly List<List<IReadOnlyList<double>>> _rounds = [.. Enumerable.Range(0, sides).Select(_ => new List<IReadOnlyList<double>>())];

    private double Ratio => At(^1, 0.5) / At(0, 0.5);

    private double RatioOfWorst => At(^1, 0.99) / At(0, 0.99);

    /// <summary>How many times as much the largest has to show.</summary>
    private double Fuller => _sizes[0].Count > 0 && _sizes[^1].Average() > _sizes[0].Average() * FullerFrom ? _sizes[^1].Average() / _sizes[0].Average() : 1;

    /// <summary>In a second it was fewer than it should be.</summary>
    public bool IsShort { get; set; }

    public bool IsRight => !IsShort && Ratio <= MedianAtMost * Fuller && RatioOfWorst <= WorstAtMost * Fuller && (goal is not { } most || At(^1, 0.5) <= most) && (goalWorst is not { } worst || At(^1, 0.99) <= worst);

    /// <param name="times">Milliseconds of one round, in order of size.</param>
    public void Add(int side, IReadOnlyList<double> times) => _rounds[side].Add(times);

    /// <param name="bytes">That came back for each, as a measure of how much there is to show: a desk with more tickets has fuller lists.</param>
    public void AddSize(int side, double bytes) => _sizes[side].Add(bytes);

    public static string Head(int sides) => $"| milliseconds{string.Concat(Enumerable.Repeat(" | p50 (of rounds) | p99 | kB", sides))} | largest by smallest: p50 | p99 | |\n|---{string.Concat(Enumerable.Repeat("|---|---|---", sides))}|---|---|---|";

    public string Line() => string.Create(CultureInfo.InvariantCulture,
        $"| {name}{string.Concat(Enumerable.Range(0, sides).Select(at => $" | {At(at, 0.5):F2} ({Spread(at)}) | {At(at, 0.99):F1} | {Size(at)}"))} | {Ratio:F2} | {RatioOfWorst:F2} | {(!IsRight ? "not kept" : Fuller > 1 ? "fuller" : "")} |");

    public string Csv(int side, long tickets)
    {
        var medians = Medians(side);
        return string.Create(CultureInfo.InvariantCulture, $"\"{name}\",{tickets},{At(side, 0.5):F3},{medians[0]:F3},{medians[^1]:F3},{At(side, 0.99):F3}");
    }

    public static string Spread(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return string.Create(CultureInfo.InvariantCulture, $"{sorted[sorted.Count / 2]:F0} ({sorted[0]:F0} to {sorted[^1]:F0})");
    }

    private string Size(int side) => _sizes[side] is { Count: > 0 } sizes ? (sizes.Average() / 1000).ToString("F1", CultureInfo.InvariantCulture) : "";

    private string Spread(int side)
    {
        var medians = Medians(side);
        return string.Create(CultureInfo.InvariantCulture, $"{medians[0]:F2} to {medians[^1]:F2}");
    }

    private List<double> Medians(int side) => [.. _rounds[side].Select(times => times[times.Count / 2]).Order()];

    private double At(Index side, double share)
    {
        var all = _rounds[side].SelectMany(times => times).Order().ToList();
        return all[Math.Min(all.Count - 1, (int)(share * all.Count))];
    }
}
