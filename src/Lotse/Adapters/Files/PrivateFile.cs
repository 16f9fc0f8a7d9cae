namespace Lotse.Adapters.Files;

/// <summary>Files and folders with secrets in them, readable by the owner only from the first byte on.</summary>
public static class PrivateFile
{
    /// <summary>A new file, in place of one that may be there.</summary>
    public static FileStream Create(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.ReadWrite, Share = FileShare.None, BufferSize = 64 * 1024 };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new FileStream(path, options);
    }

    /// <summary>A folder for the owner only, where it is not there yet; one that is there stays as it is.</summary>
    public static void Folder(string path)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(path);
        else Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>Makes a finished file durable and gives it its name, in place of one that may be there.</summary>
    public static void Publish(FileStream finished, string path)
    {
        finished.Flush(flushToDisk: true);
        finished.Dispose();
        File.Move(finished.Name, path, overwrite: true);
        DurableFolder.Sync(Path.GetDirectoryName(Path.GetFullPath(path))!);
    }
}
