using System.Globalization;

namespace Lotse.Adapters.Files.Buckets;

/// <summary>Copies of a bucket's files on this machine, so that who reads one twice does not fetch it twice. They are bounded in size, who was not asked for longest goes first, and in age: no copy is older than
/// an hour from when it was fetched, whoever reads it. So what another desk has taken out of the bucket for good is gone here too within <see cref="OldestAtMost"/> and a look.</summary>
internal sealed class FilesAtHand : IDisposable
{
    public static readonly TimeSpan OldestAtMost = TimeSpan.FromHours(1), LooksEvery = TimeSpan.FromMinutes(5);

    private readonly string _folder;
    private readonly long _bytesAtMost;
    private readonly TimeProvider _clock;
    private readonly ITimer _looks;
    private readonly Lock _looking = new();
    private long _bytes;

    /// <param name="folder">Absolute; what is in it from an earlier time is looked over first.</param>
    public FilesAtHand(string folder, long bytesAtMost, TimeProvider clock)
    {
        (_folder, _bytesAtMost, _clock) = (folder, bytesAtMost, clock);
        Look();
        _looks = clock.CreateTimer(_ => Look(), null, LooksEvery, LooksEvery);
    }

    public Stream? Open(string sha256)
    {
        var path = PathOf(sha256);
        try
        {
            if (!File.Exists(path) || IsOld(new FileInfo(path), OldestAtMost)) return null;
            var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
            File.SetLastAccessTimeUtc(path, _clock.GetUtcNow().UtcDateTime);
            return file;
        }
        catch (IOException)
        {
            return null; // Gone in this moment.
        }
    }

    /// <summary>One file must not drive all others out.</summary>
    public bool HasRoomFor(string path) => new FileInfo(path).Length <= _bytesAtMost / 4;

    /// <summary>Takes over a file that lies in the folder beside, whole and compared with its name.</summary>
    public void Keep(string path, string sha256)
    {
        var bytes = new FileInfo(path).Length;
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(sha256))!);
        File.SetLastWriteTimeUtc(path, _clock.GetUtcNow().UtcDateTime);
        File.SetLastAccessTimeUtc(path, _clock.GetUtcNow().UtcDateTime);
        File.Move(path, PathOf(sha256), overwrite: true);
        if (Interlocked.Add(ref _bytes, bytes) > _bytesAtMost) Look();
    }

    public void Remove(string sha256) => File.Delete(PathOf(sha256));

    public void Dispose() => _looks.Dispose();

    /// <summary>What is too old goes, and then whoever was not asked for longest, until a tenth is free. Files of other processes that work in the folder count too.</summary>
    private void Look()
    {
        lock (_looking)
        {
            try
            {
                var kept = new PriorityQueue<FileInfo, DateTime>();
                var bytes = 0L;
                foreach (var file in new DirectoryInfo(_folder).EnumerateFiles("*", SearchOption.AllDirectories))
                {
                    // What a crash has left half written has no name yet; an upload may take its time.
                    if (IsOld(file, OldestAtMost)) file.Delete();
                    else if (file.Name.Length == 64) (bytes, _) = (bytes + file.Length, Add(kept, file));
                }
                while (bytes > _bytesAtMost - (_bytesAtMost / 10) && kept.TryDequeue(out var longest, out _)) (bytes, _) = (bytes - longest.Length, Delete(longest));
                Interlocked.Exchange(ref _bytes, bytes);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Somebody else removed one in this moment; the next look sees to the rest.
            }
        }
    }

    private static bool Add(PriorityQueue<FileInfo, DateTime> kept, FileInfo file)
    {
        kept.Enqueue(file, file.LastAccessTimeUtc);
        return true;
    }

    private static bool Delete(FileInfo file)
    {
        file.Delete();
        return true;
    }

    private bool IsOld(FileInfo file, TimeSpan than) => _clock.GetUtcNow().UtcDateTime - file.LastWriteTimeUtc is var age && (age > than || age < -than);

    private string PathOf(string sha256) => Path.Combine(_folder, sha256[..2], sha256);
}
