using System.Diagnostics;
using System.Globalization;
using System.Net;
using Lotse.Tests.Desk;

namespace Lotse.Browser.Tests.Desk;

/// <summary>The real program on a fresh data folder, with ports of its own that it keeps over a restart, so that an open page finds it again.</summary>
internal sealed class DeskProcess : IAsyncDisposable
{
    public const string Community = "Hafen", Admin = "ada@desk.example", Password = "a plain long sentence";

    private const string Ready = "Lotse is ready at ", SetUp = "Set it up at ";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly string _folder = Directory.CreateTempSubdirectory("lotse-journey-").FullName;
    private readonly int _port = FreePorts.Take();
    private readonly IPEndPoint _lmtp = new(IPAddress.Loopback, FreePorts.Take());
    private readonly string? _smtp;

    /// <summary>Seconds in which an answer can be taken back; most journeys want it to leave at once.</summary>
    private readonly int _undo;
    private bool _isSetUp;
    private Process? _process;

    private DeskProcess(string? smtp, int undo = 0) => (_smtp, _undo) = (smtp, undo);

    /// <summary>Without a slash at its end.</summary>
    public string Url => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{_port}");

    /// <summary>Where to set it up, as the program says when it starts; empty where that is done.</summary>
    public string SetUpAddress { get; private set; } = "";

    /// <summary>A desk that nobody has set up.</summary>
    /// <param name="smtp">smtp://…; null for the outgoing folder.</param>
    public static async Task<DeskProcess> StartEmptyAsync(string? smtp = null)
    {
        var desk = new DeskProcess(smtp);
        await desk.StartAsync();
        return desk;
    }

    /// <summary>A desk with one admin, one community and one mailbox.</summary>
    public static async Task<DeskProcess> StartReadyAsync(string? smtp = null, int undo = 0)
    {
        var desk = new DeskProcess(smtp, undo) { _isSetUp = true };
        await desk.RunToEndAsync(Password, "setup", "--admin", Admin, "--community", Community, "--mailbox", CustomerMail.Mailbox, "--password-stdin");
        await desk.StartAsync();
        return desk;
    }

    /// <summary>Starts it, also again. Returns once it says that it is ready.</summary>
    public async Task StartAsync()
    {
        _process = Begin(["serve", "--urls", Url, "--lmtp", _lmtp.ToString(), .. _smtp is null ? (string[])[] : ["--smtp", _smtp]]);
        _process.StandardInput.Close();
        _ = _process.StandardError.ReadToEndAsync();
        await HearAsync(Ready);
        if (!_isSetUp) SetUpAddress = await HearAsync(SetUp);
        _ = _process.StandardOutput.ReadToEndAsync(); // The pipe must not fill up.
        _isSetUp = true;
    }

    /// <summary>Ends it as a power cut would.</summary>
    public async Task KillAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Hands a mail to the LMTP door.</summary>
    public async Task DeliverAsync(CustomerMail mail) => await DeliverAsync(mail.ToBytes(), mail.EnvelopeSender);

    /// <exception cref="InvalidOperationException">The door did not take it.</exception>
    public async Task DeliverAsync(byte[] mail, string sender)
    {
        await using var postman = await Postman.ComeAsync(_lmtp);
        var said = await postman.DeliverAsync(mail, sender, CustomerMail.Mailbox);
        if (said is not [['2', ..]]) throw new InvalidOperationException(string.Join('\n', said));
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false }) await KillAsync();
        _process?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task<string> HearAsync(string start)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (await _process!.StandardOutput.ReadLineAsync(patience.Token) is { } line)
        {
            if (line.StartsWith(start, StringComparison.Ordinal)) return line[start.Length..];
        }
        throw new InvalidOperationException($"The desk ended without saying: {start}");
    }

    private async Task RunToEndAsync(string input, params string[] arguments)
    {
        using var program = Begin(arguments);
        await program.StandardInput.WriteLineAsync(input);
        program.StandardInput.Close();
        _ = program.StandardOutput.ReadToEndAsync();
        var error = program.StandardError.ReadToEndAsync();
        using var patience = new CancellationTokenSource(Patience);
        await program.WaitForExitAsync(patience.Token);
        if (program.ExitCode != 0) throw new InvalidOperationException(await error);
    }

    private Process Begin(string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])[DeskProgram.Dll, .. arguments, "--data", _folder]) start.ArgumentList.Add(argument);
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("LOTSE_", StringComparison.Ordinal)).ToList()) start.Environment.Remove(name);
        start.Environment["LOTSE_UNDO_SECONDS"] = _undo.ToString(CultureInfo.InvariantCulture);
        return Process.Start(start)!;
    }
}
