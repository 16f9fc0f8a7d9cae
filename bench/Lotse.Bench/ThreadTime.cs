using System.Runtime.InteropServices;

namespace Lotse.Bench;

/// <summary>How long this thread has really worked: what others do on the same cores does not count.</summary>
internal static partial class ThreadTime
{
    private const int OfThread = 3; // CLOCK_THREAD_CPUTIME_ID, clock_gettime(2)

    /// <returns>Nanoseconds.</returns>
    public static long Now() => Ask(OfThread, out var time) == 0 ? time.Seconds * 1_000_000_000 + time.Nanoseconds : throw new PlatformNotSupportedException("No clock of threads here.");

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int Ask(int clock, out Moment time);

    [StructLayout(LayoutKind.Sequential)]
    private struct Moment
    {
        public long Seconds, Nanoseconds;
    }
}
