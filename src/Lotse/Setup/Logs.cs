using Lotse.Setup.Commands;

namespace Lotse.Setup;

/// <summary>What is written to the log: one line an event, never a message's text. LOTSE_LOG=json for machines that collect it.</summary>
internal static class Logs
{
    public static void Add(ILoggingBuilder logging)
    {
        logging.ClearProviders();
        if (DeskOptions.Twin("LOTSE_LOG") == "json") logging.AddJsonConsole(options => options.UseUtcTimestamp = true);
        else logging.AddSimpleConsole(options => (options.SingleLine, options.TimestampFormat, options.UseUtcTimestamp) = (true, "yyyy-MM-dd HH:mm:ss ", true));
        logging.SetMinimumLevel(LogLevel.Information);
        logging.AddFilter("Microsoft", LogLevel.Warning);
        // A start that fails is told in one line by whoever asked for it, not by the host with its stack as well.
        logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);
        logging.AddFilter("Microsoft.EntityFrameworkCore", LogLevel.Error);
        logging.AddFilter("Microsoft.EntityFrameworkCore.Database", LogLevel.None);
        logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);
    }
}
