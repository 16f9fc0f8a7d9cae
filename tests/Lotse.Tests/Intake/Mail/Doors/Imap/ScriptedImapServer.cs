using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Lotse.Adapters.MailServer.Imap;

namespace Lotse.Tests.Intake.Mail.Doors.Imap;

/// <summary>A poor IMAP server with one folder: no IDLE, no MOVE, no UIDPLUS, and whatever oddity a test asks for.</summary>
internal sealed class ScriptedImapServer : IAsyncDisposable
{
    /// <summary>As an answer: hang up.</summary>
    public const string HangUp = "hang up";

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly Func<string, string?> _script;
    private readonly ConcurrentDictionary<(int Uid, string Keyword), bool> _keywords = new();
    private readonly Task _serving;

    /// <param name="script">From a command without its tag to an answer ("OK done", "NO why", or <see cref="HangUp"/>); null answers as usual.</param>
    public ScriptedImapServer(Func<string, string?> script)
    {
        _script = script;
        _listener.Start();
        _serving = ServeAllAsync();
    }

    /// <summary>Their UIDs are 1, 2, 3 and so on. Add more at any time.</summary>
    public ConcurrentQueue<string> Mails { get; } = new();
    public ConcurrentQueue<string> Commands { get; } = new();
    /// <summary>How many bytes too few the server says that each mail has, as some do.</summary>
    public int SizesAreShortBy { get; init; }

    /// <summary>When it says to have got each of them.</summary>
    public DateTimeOffset ReceivedAt { get; init; } = new(2026, 1, 5, 10, 0, 0, TimeSpan.Zero);

    public string PermanentFlags { get; init; } = @"\Seen \Flagged \Deleted \*";

    public ImapMailboxOptions Options => new("odd@postfach.example", "127.0.0.1", Port, ImapTls.None, "odd") { Secret = "secret" };

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>For clocks that run faster than the machine.</summary>
    public ImapMailboxOptions Patient => Options with { AnswerTimeout = TimeSpan.FromHours(2) };

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        await _serving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _end.Dispose();
    }

    private async Task ServeAllAsync()
    {
        while (true) _ = ServeAsync(await _listener.AcceptTcpClientAsync(_end.Token));
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var closing = client;
        try
        {
            var reader = new StreamReader(client.GetStream(), Encoding.Latin1);
            await WriteAsync(client, "* OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN AUTH=XOAUTH2] scripted\r\n");
            while (await reader.ReadLineAsync(_end.Token) is { } line)
            {
                var (tag, command) = (line.Split(' ', 2)[0], line.Split(' ', 2)[1]);
                Commands.Enqueue(command);
                var answer = _script(command);
                if (answer == HangUp) return;
                if (answer is null) Happened(command);
                await WriteAsync(client, answer is null ? $"{Untagged(command)}{tag} OK {(command.Split(' ')[0] switch { "SELECT" => "[READ-WRITE] ", "EXAMINE" => "[READ-ONLY] ", _ => "" })}done\r\n" : $"{tag} {answer}\r\n");
            }
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException)
        {
            // The client has left, or the test is over.
        }
    }

    /// <summary>Keywords are kept, and searched for.</summary>
    private void Happened(string command)
    {
        if (!command.StartsWith("UID STORE", StringComparison.Ordinal)) return;
        foreach (var keyword in command.Split(' ', '(', ')').Where(word => word.StartsWith('$')))
        {
            var uid = int.Parse(command.Split(' ')[2], CultureInfo.InvariantCulture); // The desk leaves one by one behind.
            if (command.Contains('+', StringComparison.Ordinal)) _keywords[(uid, keyword)] = true;
            else _keywords.TryRemove((uid, keyword), out _);
        }
    }

    private ValueTask WriteAsync(TcpClient client, string text) => client.GetStream().WriteAsync(Encoding.Latin1.GetBytes(text), _end.Token);

    private string Untagged(string command)
    {
        var words = command.Split(' ');
        return words[0] switch
        {
            "CAPABILITY" => "* CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN AUTH=XOAUTH2\r\n",
            "NAMESPACE" => "* NAMESPACE ((\"\" \"/\")) NIL NIL\r\n",
            "LIST" when command.EndsWith("\"\"", StringComparison.Ordinal) => "* LIST (\\Noselect) \"/\" \"\"\r\n",
            "LIST" => "* LIST (\\HasNoChildren) \"/\" INBOX\r\n",
            "SELECT" or "EXAMINE" => $"* FLAGS (\\Seen)\r\n* {Mails.Count} EXISTS\r\n* OK [UIDVALIDITY 7] .\r\n* OK [UIDNEXT {Mails.Count + 1}] .\r\n* OK [PERMANENTFLAGS ({PermanentFlags})] .\r\n",
            "LOGOUT" => "* BYE See you\r\n",
            "UID" when words[1] == "SEARCH" && words[2] == "UID" => $"* SEARCH {string.Join(' ', From(words[3]))}\r\n",
            "UID" when words[1] == "SEARCH" => $"* SEARCH {string.Join(' ', _keywords.Keys.Where(one => one.Keyword == words[^1]).Select(one => one.Uid).Order())}".TrimEnd() + "\r\n",
            "UID" when words[1] == "FETCH" && command.Contains("BODY", StringComparison.Ordinal) => Body(int.Parse(words[2], CultureInfo.InvariantCulture)),
            "UID" when words[1] == "FETCH" => string.Concat(Mails.Select((mail, i) => !IsIn(words[2], i + 1) ? "" : $"* {i + 1} FETCH (UID {i + 1} RFC822.SIZE {mail.Length - SizesAreShortBy} INTERNALDATE \"{ReceivedAt.ToString("dd-MMM-yyyy HH:mm:ss", CultureInfo.InvariantCulture)} +0000\")\r\n")),
            _ => "",
        };
    }

    /// <summary>Of a set such as 1,3:5.</summary>
    private static bool IsIn(string set, int uid) => set.Split(',').Select(range => range.Split(':')).Any(range =>
        uid >= int.Parse(range[0], CultureInfo.InvariantCulture) && (range[^1] == "*" || uid <= int.Parse(range[^1], CultureInfo.InvariantCulture)));

    /// <summary>As real servers do: "9:*" finds the last mail even where there is no ninth.</summary>
    private IEnumerable<int> From(string range)
    {
        var first = int.Parse(range.Split(':')[0], CultureInfo.InvariantCulture);
        return Enumerable.Range(1, Mails.Count).Where(uid => uid >= first || uid == Mails.Count);
    }

    private string Body(int uid)
    {
        var mail = Mails.ElementAt(uid - 1);
        return $"* {uid} FETCH (UID {uid} BODY[]<0> {"{"}{mail.Length}{"}"}\r\n{mail})\r\n";
    }
}
