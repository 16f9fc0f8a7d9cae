using System.Buffers.Binary;
using System.IO.Compression;
using Lotse.Domain;
using Lotse.Domain.Knowledge.Exchange;

namespace Lotse.Adapters.Files;

/// <summary>How much a ZIP from outside may hold.</summary>
/// <param name="Bytes">Of the ZIP itself.</param>
/// <param name="Entries">Files and folders in it.</param>
/// <param name="Unpacked">Bytes of all its files together, as they come out and not as it says they are.</param>
public sealed record ZipBounds(long Bytes = 25_000_000, int Entries = 20_000, long Unpacked = 200_000_000);

/// <summary>Takes a ZIP from outside apart in memory: bounded, and nothing in it leads anywhere but into it.</summary>
public static class UnpackZip
{
    public const string TooLarge = "zip-too-large", TooMany = "zip-too-many-files", TooMuch = "zip-unpacks-too-large", Broken = "zip-broken", Encrypted = "zip-encrypted";
    public const string Astray = "zip-path-astray", Twice = "zip-name-twice", Link = "zip-link";

    private const int DirectoryEnd = 0x06054b50, LongestPath = 1000, UnixType = 0xF000, UnixLink = 0xA000;

    /// <returns>Its files in their order, without folders; null with what is wrong and where.</returns>
    public static async Task<(IReadOnlyList<TreeFile>? Files, Refusal? Refusal)> RunAsync(byte[] zip, ZipBounds bounds, CancellationToken cancel)
    {
        if (zip.Length > bounds.Bytes) return (null, new Refusal(TooLarge));
        if (Listed(zip) is not { } listed) return (null, new Refusal(Broken));
        if (listed > bounds.Entries) return (null, new Refusal(TooMany));
        try
        {
            using var archive = new ZipArchive(new MemoryStream(zip, writable: false), ZipArchiveMode.Read);
            if (archive.Entries.Count > bounds.Entries) return (null, new Refusal(TooMany));
            return WhyNot(archive.Entries) is { } refusal ? (null, refusal) : await ReadAsync(archive, bounds.Unpacked, cancel);
        }
        catch (Exception e) when (e is InvalidDataException or IOException or NotSupportedException or ArgumentException or OverflowException)
        {
            return (null, new Refusal(Broken));
        }
    }

    private static async Task<(IReadOnlyList<TreeFile>?, Refusal?)> ReadAsync(ZipArchive archive, long left, CancellationToken cancel)
    {
        var (files, buffer) = (new List<TreeFile>(), new byte[64 * 1024]);
        foreach (var entry in archive.Entries.Where(entry => !entry.FullName.EndsWith('/')))
        {
            using var into = new MemoryStream();
            await using var from = await entry.OpenAsync(cancel);
            for (int read; (read = await from.ReadAsync(buffer, cancel)) > 0;)
            {
                if ((left -= read) < 0) return (null, new Refusal(TooMuch, entry.FullName));
                into.Write(buffer, 0, read);
            }
            files.Add(new TreeFile(entry.FullName.Normalize(), into.ToArray()));
        }
        return (files, null);
    }

    private static Refusal? WhyNot(IReadOnlyCollection<ZipArchiveEntry> entries)
    {
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var entry in entries)
        {
            var path = entry.FullName;
            if (entry.IsEncrypted) return new Refusal(Encrypted, path);
            if (((entry.ExternalAttributes >> 16) & UnixType) == UnixLink) return new Refusal(Link, path);
            if (IsAstray(path)) return new Refusal(Astray, path.Length > LongestPath ? path[..LongestPath] : path);
            if (!names.Add(path.Normalize())) return new Refusal(Twice, path);
        }
        return null;
    }

    /// <summary>Up, around, or from the top of somebody's disk.</summary>
    private static bool IsAstray(string path) => path.Length is 0 or > LongestPath || path.Any(c => char.IsControl(c) || c is '\\' or ':')
        || path.TrimEnd('/').Split('/').Any(part => part.Length == 0 || part is "." or "..");

    /// <summary>Entries in the list at its end, counted before anything is made of them.</summary>
    /// <returns>Null where it has no such list. One that lies behind four gigabytes is none for us.</returns>
    private static int? Listed(ReadOnlySpan<byte> zip)
    {
        for (var at = zip.Length - 22; at >= 0 && at >= zip.Length - 22 - ushort.MaxValue; at--)
        {
            if (BinaryPrimitives.ReadInt32LittleEndian(zip[at..]) != DirectoryEnd) continue;
            var from = BinaryPrimitives.ReadUInt32LittleEndian(zip[(at + 16)..]);
            return from <= at ? zip[(int)from..at].Count("PK\u0001\u0002"u8) : null;
        }
        return null;
    }
}
