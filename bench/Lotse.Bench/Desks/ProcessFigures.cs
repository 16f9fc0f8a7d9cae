using System.Globalization;

namespace Lotse.Bench.Desks;

/// <summary>What Linux tells of a process (proc_pid_stat(5), proc_pid_status(5)).</summary>
/// <param name="CpuMilliseconds">User and system time since its start.</param>
/// <param name="ResidentMegabytes">Now.</param>
/// <param name="PeakMegabytes">The most it ever had (VmHWM).</param>
internal sealed record ProcessFigures(double CpuMilliseconds, double ResidentMegabytes, double PeakMegabytes)
{
    // USER_HZ is 100 on every Linux that .NET runs on.
    private const double MillisecondsPerTick = 10;

    public static ProcessFigures Of(int pid)
    {
        var stat = File.ReadAllText($"/proc/{pid}/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        var ticks = long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture);
        var status = File.ReadAllLines($"/proc/{pid}/status");
        return new ProcessFigures(ticks * MillisecondsPerTick, Megabytes(status, "VmRSS:"), Megabytes(status, "VmHWM:"));
    }

    /// <summary>Returns once the process has used less than a tenth of a core for half a second: what it was given to do is done. The time it took.</summary>
    public static async Task<TimeSpan> UntilQuietAsync(Func<ProcessFigures> now, TimeSpan atMost)
    {
        var begun = System.Diagnostics.Stopwatch.GetTimestamp();
        var (quietSince, before) = (TimeSpan.Zero, now().CpuMilliseconds);
        while (System.Diagnostics.Stopwatch.GetElapsedTime(begun) is var at && at < atMost)
        {
            await Task.Delay(100);
            var after = now().CpuMilliseconds;
            if (after - before > 10) quietSince = System.Diagnostics.Stopwatch.GetElapsedTime(begun);
            before = after;
            if (at - quietSince > TimeSpan.FromMilliseconds(500)) return quietSince;
        }
        return atMost;
    }

    private static double Megabytes(string[] status, string name) =>
        long.Parse(status.Single(line => line.StartsWith(name, StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024.0;
}
