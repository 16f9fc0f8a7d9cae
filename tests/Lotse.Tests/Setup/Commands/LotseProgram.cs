using System.Diagnostics;
using Lotse.Tests.Desk;

namespace Lotse.Tests.Setup.Commands;

/// <summary>The real program in a process of its own, as people call it.</summary>
internal static class LotseProgram
{
    public static Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])[DeskProgram.Dll, .. arguments]) start.ArgumentList.Add(argument);
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("LOTSE_", StringComparison.Ordinal)).ToList()) start.Environment.Remove(name);
        return Process.Start(start)!;
    }

    /// <summary>Runs it to its end, for a minute at most.</summary>
    public static async Task<(int Status, string Output, string Error)> RunAsync(string? input, params string[] arguments)
    {
        using var program = Start(arguments);
        if (input is not null) await program.StandardInput.WriteLineAsync(input);
        program.StandardInput.Close();
        var (output, error) = (program.StandardOutput.ReadToEndAsync(), program.StandardError.ReadToEndAsync());
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        try
        {
            await program.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException late)
        {
            program.Kill(entireProcessTree: true);
            throw new TimeoutException(string.Join(' ', arguments), late);
        }
        return (program.ExitCode, await output, await error);
    }
}
