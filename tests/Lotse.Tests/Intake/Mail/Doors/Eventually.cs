using System.Diagnostics;
using Xunit;

namespace Lotse.Tests.Intake.Mail.Doors;

/// <summary>Waits for what other threads or programs bring about.</summary>
internal static class Eventually
{
    public static async Task Async(Func<bool> condition, int seconds = 10)
    {
        var watch = Stopwatch.StartNew();
        while (!condition())
        {
            if (watch.Elapsed.TotalSeconds > seconds) Assert.Fail($"This did not become true within {seconds} s.");
            await Task.Delay(10);
        }
    }
}
