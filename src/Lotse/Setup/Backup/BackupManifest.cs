using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Lotse.Adapters.Database.Copying;

namespace Lotse.Setup.Backup;

/// <summary>The last entry of a backup: what is in it. A backup that was cut off has none.</summary>
/// <param name="Version">Of the desk that made it.</param>
/// <param name="Schema">Name of the newest change to the tables, see <see cref="CopyOut.Schema"/>.</param>
/// <param name="Digest">SHA-256 over names and hashes of all entries before, in order; lower-case hexadecimal. The hash of a file is its name.</param>
public sealed record BackupManifest(string Version, string Schema, DateTimeOffset At, IReadOnlyList<CopiedTable> Tables, long Files, long FileBytes, string Digest)
{
    public const string Entry = "manifest.json", TablesFolder = "tables/", FilesFolder = "files/";

    private static readonly JsonSerializerOptions Shape = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <returns>Null for an entry that is no file of the desk.</returns>
    public static string? FileOf(string entry) => entry.StartsWith(FilesFolder, StringComparison.Ordinal) && entry[FilesFolder.Length..] is { Length: 64 } name && name.All(char.IsAsciiHexDigitLower) ? name : null;

    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(this, Shape);

    /// <exception cref="InvalidDataException">Not a manifest.</exception>
    public static BackupManifest Read(Stream json)
    {
        try
        {
            return JsonSerializer.Deserialize<BackupManifest>(json, Shape) ?? throw new InvalidDataException("It has an empty manifest.");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException("Its manifest cannot be read.", e);
        }
    }
}

/// <summary>Runs over names and contents of a backup's entries.</summary>
internal sealed class BackupDigest : IDisposable
{
    private readonly IncrementalHash _all = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public void Add(string name, ReadOnlySpan<byte> contentHash)
    {
        _all.AppendData(Encoding.UTF8.GetBytes(name + '\n'));
        _all.AppendData(contentHash);
    }

    public string Finish() => Convert.ToHexStringLower(_all.GetHashAndReset());

    public void Dispose() => _all.Dispose();
}
