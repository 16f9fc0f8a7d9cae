using System.IO.Compression;
using Lotse.Adapters.Files;
using Lotse.Adapters.MailServer;
using Lotse.Domain;
using Lotse.Domain.Knowledge.Exchange;
using Lotse.Domain.Tickets;
using Lotse.Tickets.Drafts;

namespace Lotse.Knowledge.Exchange;

/// <summary>Text blocks as files in a ZIP, out and in.</summary>
public sealed class ZipOfBlocks(ExchangeBlocks exchange, Spool spool, AttachmentLimit limit)
{
    /// <summary>The same blocks give the same bytes.</summary>
    private static readonly DateTimeOffset s_always = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>It is made on disk first: what cannot be read is said before anything is sent.</summary>
    public async Task<Stream> ExportAsync(Acting by, CancellationToken cancel)
    {
        var file = spool.Temporary();
        try
        {
            await using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
            {
                foreach (var one in BlockTree.Write(await exchange.ExportAsync(by, withFiles: true, cancel)))
                {
                    var entry = zip.CreateEntry(one.Path, CompressionLevel.Fastest);
                    entry.LastWriteTime = s_always;
                    await using var into = await entry.OpenAsync(cancel);
                    await into.WriteAsync(one.Bytes, cancel);
                }
            }
            file.Position = 0;
            return file;
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
    }

    /// <summary>Nothing is kept where one file is not right, or where it is only tried.</summary>
    /// <returns>What becomes of each block and of each file that is none; or why the ZIP is not taken at all.</returns>
    public async Task<(IReadOnlyList<ImportLine> Lines, Refusal? Refusal)> ImportAsync(Acting by, byte[] zip, bool trying, CancellationToken cancel)
    {
        var (files, refusal) = await UnpackZip.RunAsync(zip, new ZipBounds(Bytes: limit.Bytes), cancel);
        if (files is null) return ([], refusal);
        var (blocks, troubles) = BlockTree.Read(files);
        if (blocks.Count + troubles.Count == 0) return ([], new Refusal(BlockTree.NotUnderstood));
        var lines = await exchange.ImportAsync(by, blocks, trying || troubles.Count > 0, cancel);
        return ([.. troubles.Select(trouble => new ImportLine(trouble.Path, "", ImportStep.Refused, trouble.Refusal)), .. lines], null);
    }
}
