namespace Lotse.Adapters.MailServer;

/// <summary>The folder for large mails on their way through. What is in it is worthless after a restart.</summary>
public sealed class Spool
{
    public Spool(string folder)
    {
        Folder = folder;
        Directory.CreateDirectory(folder);
    }

    public string Folder { get; }

    /// <summary>A file that is gone when it is closed.</summary>
    public FileStream Temporary() => new(Path.Combine(Folder, Path.GetRandomFileName()), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 64 * 1024, FileOptions.DeleteOnClose | FileOptions.Asynchronous);

    /// <summary>Removes what a crash left behind.</summary>
    public void Empty()
    {
        foreach (var file in Directory.EnumerateFiles(Folder)) File.Delete(file);
    }
}
