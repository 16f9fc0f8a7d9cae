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

    public string PermanentFlags { get; init; } = @"\Seen \Flagged \Deleted \*";

    public ImapMailboxOptions Options => new("odd@postfach.example", "127.0.0.1", ((IPEndPoint)_listener.LocalEndpoint).Port, ImapTls.None, "odd") { Secret = "secret" };

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
                await WriteAsync(client, answer is null ? $"{Untagged(command)}{tag} OK {(command.StartsWith("SELECT", StringComparison.Ordinal) ? "[READ-WRITE] " : "")}done\r\n" : $"{tag} {answer}\r\n");
            }
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException)
        {
            // The client has left, or the test is over.
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
            "SELECT" => $"* FLAGS (\\Seen)\r\n* {Mails.Count} EXISTS\r\n* OK [UIDVALIDITY 7] .\r\n* OK [UIDNEXT {Mails.Count + 1}] .\r\n* OK [PERMANENTFLAGS ({PermanentFlags})] .\r\n",
            "LOGOUT" => "* BYE See you\r\n",
            "UID" when words[1] == "SEARCH" && words[2] == "UID" => $"* SEARCH {string.Join(' ', From(words[3]))}\r\n",
            "UID" when words[1] == "SEARCH" => "* SEARCH\r\n",
            "UID" when words[1] == "FETCH" && command.Contains("BODY", StringComparison.Ordinal) => Body(int.Parse(words[2], CultureInfo.InvariantCulture)),
            "UID" when words[1] == "FETCH" => string.Concat(Mails.Select((mail, i) => $"* {i + 1} FETCH (UID {i + 1} RFC822.SIZE {mail.Length - SizesAreShortBy})\r\n")),
            _ => "",
        };
    }

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
