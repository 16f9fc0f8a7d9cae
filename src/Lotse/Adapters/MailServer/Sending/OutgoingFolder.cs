using System.Globalization;
using System.Security.Cryptography;

namespace Lotse.Adapters.MailServer.Sending;

/// <summary>Where no SMTP server is set, outgoing mail is written to a folder, one .eml file for each mail. Files appear whole.</summary>
public sealed class OutgoingFolder(string folder, TimeProvider time) : IMailSending
{
    public string Destination => folder;

    public async Task<SendingResult> SendAsync(Stream mime, string envelopeSender, IReadOnlyList<string> recipients, CancellationToken cancel)
    {
        var name = time.GetUtcNow().ToString("yyyyMMdd-HHmmss-fff", CultureInfo.InvariantCulture) + "-" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4));
        var half = Path.Combine(folder, $".{name}.tmp");
        try
        {
            Directory.CreateDirectory(folder);
            mime.Position = 0;
            await using (var file = new FileStream(half, FileMode.CreateNew, FileAccess.Write))
            {
                await mime.CopyToAsync(file, cancel);
                file.Flush(flushToDisk: true);
            }
            File.Move(half, Path.Combine(folder, $"{name}.eml"));
            return SendingResult.Done([.. recipients.Select(address => new RecipientResult(address, RecipientOutcome.Sent, null, null, ""))]);
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            return SendingResult.Waits(SendingTrouble.FolderUnwritable, trouble.Message);
        }
        finally
        {
            DeleteQuietly(half);
        }
    }

    public Task EndBatchAsync() => Task.CompletedTask;

    private static void DeleteQuietly(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            // It was never there, or the folder is away: the answer has been decided already.
        }
    }
}
