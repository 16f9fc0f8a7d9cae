using System.Diagnostics;
using Xunit;

namespace Lotse.Tests.Desk;

/// <summary>Waits for what the desk does by itself, and no longer than it takes.</summary>
internal static class Wait
{
    /// <param name="what">What is waited for, for the message of a failed test.</param>
    public static async Task UntilAsync(Func<Task<bool>> condition, string what, int seconds = 60)
    {
        var begun = Stopwatch.GetTimestamp();
        while (!await condition())
        {
            if (Stopwatch.GetElapsedTime(begun) > TimeSpan.FromSeconds(seconds)) Assert.Fail($"Not within {seconds} s: {what}.");
            await Task.Delay(15, TestContext.Current.CancellationToken);
        }
    }

    public static Task UntilAsync(Func<bool> condition, string what, int seconds = 60) => UntilAsync(() => Task.FromResult(condition()), what, seconds);
}
