using System.CommandLine;
using Lotse.Adapters.MailServer.Door;

namespace Lotse.Setup.Commands;

/// <summary>The options that every verb takes, each with its twin in the environment.</summary>
internal static class DeskOptions
{
    public static readonly Option<string> Data = new("--data")
    {
        Description = "The data folder (LOTSE_DATA)",
        Recursive = true,
        DefaultValueFactory = _ => Twin("LOTSE_DATA") ?? "./data",
    };

    public static readonly Option<string?> Database = new("--database")
    {
        Description = "A PostgreSQL connection string; SQLite in the data folder where left out (LOTSE_DATABASE)",
        Recursive = true,
        DefaultValueFactory = _ => Twin("LOTSE_DATABASE"),
    };

    public static readonly Option<string?> Files = new("--files")
    {
        Description = "Where files are kept: a folder that all desks share, or s3://KEY:SECRET@HOST:PORT/BUCKET[/PREFIX][?tls=off&region=NAME&cache=MEGABYTES]; "
            + "in the data folder where left out (LOTSE_FILES; the secret also from LOTSE_FILES_SECRET, or from the file that LOTSE_FILES_SECRET_FILE names)",
        Recursive = true,
        DefaultValueFactory = _ => Twin("LOTSE_FILES"),
    };

    public static readonly Option<string> Urls = new("--urls")
    {
        Description = "Where pages and API are served (LOTSE_URLS)",
        DefaultValueFactory = _ => Twin("LOTSE_URLS") ?? "http://127.0.0.1:5080",
    };

    public static readonly Option<string> Lmtp = new("--lmtp")
    {
        Description = "Where mail is taken in by LMTP, or off (LOTSE_LMTP)",
        DefaultValueFactory = _ => Twin("LOTSE_LMTP") ?? "127.0.0.1:5024",
    };

    public static readonly Option<string?> Smtp = new("--smtp")
    {
        Description = "The server that takes outgoing mail, smtp://USER:PASS@HOST:PORT, or smtp+oauth://USER@HOST:PORT with tokens (see sending oauth); a folder where left out (LOTSE_SMTP)",
        DefaultValueFactory = _ => Twin("LOTSE_SMTP"),
    };

    /// <summary>With the size limit for mail, whichever door it comes by.</summary>
    public static MailDoorOptions Limited(MailDoorOptions doors)
    {
        if (Twin("LOTSE_MAIL_LIMIT") is not { } limit) return doors;
        return long.TryParse(limit, out var megabytes) && megabytes is > 0 and <= 1000
            ? doors with { MaxMailBytes = megabytes * 1024 * 1024 }
            : throw new CommandFailed($"LOTSE_MAIL_LIMIT is a number of megabytes from 1 to 1000, not {limit}", 2);
    }

    /// <summary>Of the store of files. A secret in a file or in the environment is in no list of processes.</summary>
    /// <exception cref="ArgumentException">The file that is named cannot be read.</exception>
    public static string? FilesSecret()
    {
        if (Twin("LOTSE_FILES_SECRET_FILE") is not { } path) return Twin("LOTSE_FILES_SECRET");
        try
        {
            return File.ReadAllText(path).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ArgumentException($"LOTSE_FILES_SECRET_FILE: {path} cannot be read.", e);
        }
    }

    public static string? Twin(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}

/// <summary>A verb cannot do what it was asked; the message is one line for whoever called it.</summary>
public sealed class CommandFailed(string message, int status = 1) : Exception(message)
{
    /// <summary>1 where it failed, 2 where it was called wrongly.</summary>
    public int Status { get; } = status;
}
