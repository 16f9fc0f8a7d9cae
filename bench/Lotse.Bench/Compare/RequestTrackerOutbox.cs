using System.Diagnostics;
using System.Globalization;

namespace Lotse.Bench.Compare;

/// <summary>What Request Tracker sends, read as it grows: its acknowledgement of a mail says which ticket the mail has opened, and nothing else does.</summary>
internal sealed class RequestTrackerOutbox(string file)
{
    private const string Ticket = "X-RT-Ticket: ", Answers = "In-Reply-To: ";

    private static readonly TimeSpan s_most = TimeSpan.FromSeconds(10);

    private readonly Dictionary<string, string> _tickets = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();
    private string? _ticket, _answers;
    private string _rest = "";
    private long _read;

    /// <exception cref="InvalidOperationException">Nothing was sent for it within ten seconds.</exception>
    public async Task<string> TicketOfAsync(string messageId)
    {
        var id = messageId.Trim('<', '>');
        for (var begun = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(begun) < s_most; await Task.Delay(5))
        {
            lock (_lock)
            {
                if (!_tickets.ContainsKey(id)) Read();
                if (_tickets.TryGetValue(id, out var ticket)) return ticket;
            }
        }
        throw new InvalidOperationException($"Request Tracker has sent no acknowledgement of {id}.");
    }

    private void Read()
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        stream.Position = _read;
        using var reader = new StreamReader(stream);
        var text = _rest + reader.ReadToEnd();
        _read = stream.Position;
        var lines = text.Split('\n');
        _rest = lines[^1];
        foreach (var line in lines.SkipLast(1).Select(line => line.TrimEnd('\r')))
        {
            // Its header fields come in any order; an empty line ends them.
            if (line.StartsWith(Ticket, StringComparison.Ordinal)) _ticket = long.Parse(line[(line.LastIndexOf('#') + 1)..], CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture);
            else if (line.StartsWith(Answers, StringComparison.Ordinal)) _answers = line[Answers.Length..].Trim().Trim('<', '>');
            else if (line.Length == 0) (_ticket, _answers) = (null, null);
            if (_ticket is not null && _answers is not null) _tickets[_answers] = _ticket;
        }
    }
}
