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

    /// <summary>Removes what a crash left behind.</summary>
    public void Empty()
    {
        foreach (var file in Directory.EnumerateFiles(Folder)) File.Delete(file);
    }
}
