using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Lotse.Adapters.Files;

/// <summary>Opens files that somebody else has laid there. Among them may be a pipe, and whoever opens one waits until somebody writes into it: the runtime knows no way around that.</summary>
internal static partial class PlainFile
{
    /// <summary>O_RDONLY with O_NONBLOCK, which means nothing to a regular file, and O_CLOEXEC.</summary>
    private static readonly int s_flags = OperatingSystem.IsMacOS() ? 0x1000004 : 0x80800;

    /// <returns>Null where it cannot be opened, or is a pipe, a socket or a terminal.</returns>
    public static FileStream? TryOpen(string path)
    {
        try
        {
            var file = OperatingSystem.IsWindows() ? new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete) : Opened(Open(path, s_flags));
            if (file is null or { CanSeek: true }) return file;
            file.Dispose();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // As good as not there.
        }
        return null;
    }

    private static FileStream? Opened(int handle) => handle < 0 ? null : new FileStream(new SafeFileHandle(handle, ownsHandle: true), FileAccess.Read);

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int Open(string path, int flags);
}
