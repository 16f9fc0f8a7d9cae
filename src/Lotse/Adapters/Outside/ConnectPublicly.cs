using System.Net;
using System.Net.Sockets;
using Lotse.Domain.Intake.Mail.Images;

namespace Lotse.Adapters.Outside;

/// <summary>Why a connection is not even tried.</summary>
public enum NoConnection { PrivateAddress, PortNotAllowed, NoAddress }

/// <summary>The connection was not even tried. An exception because the HTTP client's callback knows no other way out.</summary>
internal sealed class ConnectionRefused(NoConnection why) : IOException("The address is not one to connect to.")
{
    public NoConnection Why => why;

    /// <summary>Null where it was something else.</summary>
    public static NoConnection? In(Exception? error)
    {
        for (; error is not null; error = error.InnerException) if (error is ConnectionRefused refused) return refused.Why;
        return null;
    }
}

/// <summary>Connects to public addresses only. The name is looked up here and the connection goes to what was looked up, so that a name cannot point
/// to one address while it is checked and to another while it is used.</summary>
internal static class ConnectPublicly
{
    /// <param name="allowed">Networks that are not public and may be asked all the same, by any port.</param>
    /// <param name="mayPort">Whether a port is one to ask at a public address.</param>
    public static async ValueTask<Stream> RunAsync(DnsEndPoint to, IReadOnlyList<IPNetwork> allowed, Func<int, bool> mayPort, CancellationToken cancel)
    {
        var addresses = IPAddress.TryParse(to.Host, out var literal) ? [literal] : await Dns.GetHostAddressesAsync(to.Host, cancel);
        // One address of the house among public ones is somebody's attempt: all of them have to be good.
        foreach (var address in addresses.Where(address => !allowed.Any(network => network.Contains(address))))
        {
            if (!PublicAddress.Is(address.GetAddressBytes())) throw new ConnectionRefused(NoConnection.PrivateAddress);
            if (!mayPort(to.Port)) throw new ConnectionRefused(NoConnection.PortNotAllowed);
        }
        if (addresses.Length == 0) throw new ConnectionRefused(NoConnection.NoAddress);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, to.Port, cancel);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
