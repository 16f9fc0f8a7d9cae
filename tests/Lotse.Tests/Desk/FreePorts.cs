using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace Lotse.Tests.Desk;

/// <summary>Ports on loopback that stay free until the test opens them, also while a desk or a server is away in between.</summary>
/// <remarks>A port that the system gives out (port 0) is given to the next connection as soon as nobody listens on it, and a machine that tests opens many.
/// These lie below the ports it gives out, and other test runs on this machine pass over them.</remarks>
internal static class FreePorts
{
    private const int First = 20_000, Last = 32_000;

    private static readonly Lock s_oneAtATime = new();
    private static readonly HashSet<int> s_ours = [];

    // Each port is one byte of this file: locked until this process ends, however that happens. One file for all runs, wherever each has its own files.
    private static readonly FileStream s_board = new(
        Path.Combine(OperatingSystem.IsLinux() ? "/tmp" : Path.GetTempPath(), $"lotse-test-ports-{Environment.UserName}"),
        FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);

    /// <exception cref="InvalidOperationException">There is none left.</exception>
    public static int Take()
    {
        lock (s_oneAtATime)
        {
            for (var tries = 0; tries < 1000; tries++)
            {
                var port = RandomNumberGenerator.GetInt32(First, Last);
                if (!s_ours.Contains(port) && IsSilent(port) && IsLocked(port) && s_ours.Add(port)) return port;
            }
        }
        throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"There is no free port between {First} and {Last}."));
    }

    private static bool IsLocked(int port)
    {
        if (!OperatingSystem.IsLinux()) return true;
        try
        {
            s_board.Lock(port, 1);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static bool IsSilent(int port)
    {
        try
        {
            using var probe = new TcpListener(IPAddress.Loopback, port);
            probe.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
