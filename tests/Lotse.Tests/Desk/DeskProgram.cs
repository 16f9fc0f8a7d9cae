namespace Lotse.Tests.Desk;

/// <summary>The desk's program, for tests that start it as a process of its own.</summary>
internal static class DeskProgram
{
    /// <summary>The one that bin/test has made as bin/lotse runs it, compiled ahead: it starts in half the time, and it is what people get.
    /// Otherwise the one that was built beside the tests.</summary>
    public static string Dll { get; } = Environment.GetEnvironmentVariable("LOTSE_TEST_PROGRAM") is { Length: > 0 } made ? made : Path.Combine(AppContext.BaseDirectory, "Lotse.dll");
}
