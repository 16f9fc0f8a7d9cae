namespace Lotse.Intake.Mail.Importing;

/// <summary>Held by whoever places imported mails of a data folder. An import keeps and places in its own process while the desk serves;
/// a desk that starts meanwhile must not take the import's mails for such as a crash left behind.</summary>
internal static class ImportLock
{
    /// <returns>To be disposed; null where somebody else holds it.</returns>
    public static FileStream? TryTake(string dataFolder)
    {
        try
        {
            return new FileStream(Path.Combine(dataFolder, "importing"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException) when (Directory.Exists(dataFolder))
        {
            return null;
        }
    }
}
