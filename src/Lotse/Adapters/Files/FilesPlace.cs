using Lotse.Adapters.Files.Buckets;

namespace Lotse.Adapters.Files;

/// <summary>Where files are kept: in the data folder, in another folder that several desks may share, or in an S3-compatible store. What it says of itself holds no secret.</summary>
public sealed class FilesPlace
{
    private readonly string _data;
    private readonly string? _folder;
    private readonly BucketAddress? _bucket;

    private FilesPlace(string data, string? folder, BucketAddress? bucket) => (_data, _folder, _bucket) = (data, folder, bucket);

    /// <param name="data">The data folder, absolute.</param>
    /// <param name="files">A folder, s3://…, or null for a folder inside the data folder.</param>
    /// <param name="secret">Of the store, where the address holds none.</param>
    /// <exception cref="ArgumentException">It cannot be understood, or there is no such folder; the message is fit to be shown and holds no secret.</exception>
    public static FilesPlace Of(string data, string? files = null, Func<string?>? secret = null)
    {
        if (string.IsNullOrWhiteSpace(files)) return new(data, null, null);
        if (files.StartsWith(BucketAddress.Scheme, StringComparison.OrdinalIgnoreCase)) return new(data, null, BucketAddress.Parse(files, secret ?? (() => null)));
        if (files.Contains("://", StringComparison.Ordinal)) throw new ArgumentException("The place of the files is neither a folder nor an address that begins with s3://.");
        var folder = Path.GetFullPath(files);
        // Made here it might lie where a share is not mounted yet, and be hidden by it later.
        return Directory.Exists(folder) ? new(data, folder, null) : throw new ArgumentException($"There is no folder {folder} for the files. Make it, or mount what holds it.");
    }

    public FileStore Open(TimeProvider clock) => _bucket is { } address ? new BucketFiles(address, Path.Combine(_data, "files-cache"), clock) : new FileStore(_folder ?? Path.Combine(_data, "files"));

    public override string ToString() => _bucket?.ToString() ?? _folder ?? Path.Combine(_data, "files");
}
