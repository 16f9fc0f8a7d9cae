using System.Runtime.InteropServices;

namespace Lotse.Adapters.Files;

/// <summary>A renamed file survives a power cut only when its folder has been synced too; the runtime has no call for that.</summary>
internal static partial class DurableFolder
{
    public static void Sync(string folder)
    {
        if (OperatingSystem.IsWindows()) return; // NTFS journals names by itself.
        var handle = Open(folder, 0);
        if (handle < 0) return;
        _ = FSync(handle);
        _ = Close(handle);
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int FSync(int handle);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int handle);
}
