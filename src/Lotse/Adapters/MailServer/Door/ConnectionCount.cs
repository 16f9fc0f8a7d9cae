using System.Net;

namespace Lotse.Adapters.MailServer.Door;

/// <summary>Who holds how many connections, so that one client cannot shut out the others.</summary>
internal sealed class ConnectionCount(int most, int mostPerAddress)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<IPAddress, int> _perAddress = [];
    private int _all;

    public bool TryEnter(IPAddress address)
    {
        lock (_gate)
        {
            var mine = _perAddress.GetValueOrDefault(address);
            if (_all >= most || mine >= mostPerAddress) return false;
            _perAddress[address] = mine + 1;
            _all++;
            return true;
        }
    }

    public void Leave(IPAddress address)
    {
        lock (_gate)
        {
            _all--;
            if (--_perAddress[address] == 0) _perAddress.Remove(address);
        }
    }
}
