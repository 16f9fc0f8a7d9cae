using System.Net.Security;
using MailKit;
using MailKit.Net.Imap;
using MailKit.Security;

namespace Lotse.Adapters.MailServer.Imap;

/// <summary>A signed-in connection with the mailbox's folder open. Every wait for the server has an end.</summary>
internal sealed class ImapConnection : IAsyncDisposable
{
    private readonly ImapMailboxOptions _options;
    private readonly TimeProvider _time;
    private readonly ImapClient _client = new();
    private CancellationTokenSource? _waiting;
    private volatile bool _news;

    private ImapConnection(ImapMailboxOptions options, TimeProvider time) => (_options, _time) = (options, time);

    public IMailFolder Folder { get; private set; } = null!;
    public ImapCapabilities Capabilities => _client.Capabilities;

    public static async Task<ImapConnection> OpenAsync(
        ImapMailboxOptions options, TimeProvider time, CancellationToken stop, FolderAccess access = FolderAccess.ReadWrite)
    {
        var connection = new ImapConnection(options, time);
        try
        {
            await connection.ConnectAsync(stop);
            await connection.SignInAsync(stop);
            connection.Folder = await connection.FindAsync(options.Folder, stop);
            await connection.AskAsync(cancel => connection.Folder.OpenAsync(access, cancel), stop);
            // Some servers open a folder for reading only and call it a success; then nothing could ever be marked.
            if (access == FolderAccess.ReadWrite && connection.Folder.Access != access) throw new FolderNotOpenException(options.Folder, FolderAccess.ReadWrite);
            connection.Folder.CountChanged += connection.OnCountChanged;
            connection.Folder.MessageExpunged += connection.OnCountChanged;
            return connection;
        }
        catch
        {
            connection._client.Dispose();
            throw;
        }
    }

    /// <summary>Asks the server one thing, and gives up after <see cref="ImapMailboxOptions.AnswerTimeout"/>.</summary>
    /// <exception cref="TimeoutException">There was no answer in time; the connection is of no use any more.</exception>
    public async Task<T> AskAsync<T>(Func<CancellationToken, Task<T>> question, CancellationToken stop)
    {
        using var deadline = new CancellationTokenSource(_options.AnswerTimeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, stop);
        try
        {
            return await question(either.Token);
        }
        catch (OperationCanceledException late) when (!stop.IsCancellationRequested)
        {
            throw new TimeoutException("The IMAP server did not answer in time.", late);
        }
    }

    public Task AskAsync(Func<CancellationToken, Task> question, CancellationToken stop) => AskAsync(async cancel =>
    {
        await question(cancel);
        return true;
    }, stop);

    /// <summary>People write Archive/2025, whatever sign their server puts between a folder and those in it.</summary>
    private async Task<IMailFolder> FindAsync(string path, CancellationToken stop)
    {
        try
        {
            return await AskAsync(cancel => _client.GetFolderAsync(path, cancel), stop);
        }
        catch (FolderNotFoundException) when (path.Contains('/', StringComparison.Ordinal) && _client.PersonalNamespaces is [{ DirectorySeparator: not ('/' or '\0') }, ..])
        {
            return await AskAsync(cancel => _client.GetFolderAsync(path.Replace('/', _client.PersonalNamespaces[0].DirectorySeparator), cancel), stop);
        }
    }

    /// <summary>The folder, made where it is missing.</summary>
    public async Task<IMailFolder> FolderNamedAsync(string path, CancellationToken stop)
    {
        try
        {
            return await AskAsync(cancel => _client.GetFolderAsync(path, cancel), stop);
        }
        catch (FolderNotFoundException)
        {
            var parent = _client.GetFolder(_client.PersonalNamespaces[0]);
            foreach (var name in path.Split(Folder.DirectorySeparator))
                parent = await AskAsync(cancel => parent.CreateAsync(name, isMessageFolder: true, cancel), stop) ?? parent;
            return parent;
        }
    }

    /// <summary>Returns when there may be new mail, or when it is time to look anyway, or as soon as <paramref name="stop"/> is cancelled.</summary>
    public async Task WaitForNewsAsync(TimeSpan atMost, CancellationToken stop)
    {
        if (!Capabilities.HasFlag(ImapCapabilities.Idle))
        {
            await Task.Delay(_options.PollTime < atMost ? _options.PollTime : atMost, _time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!stop.IsCancellationRequested) await AskAsync(_client.NoOpAsync, stop);
            return;
        }
        var idle = _options.IdleTime < atMost ? _options.IdleTime : atMost;
        using var enough = new CancellationTokenSource(idle, _time);
        using var done = CancellationTokenSource.CreateLinkedTokenSource(enough.Token, stop);
        using var deadline = new CancellationTokenSource(idle + _options.AnswerTimeout, _time);
        await using var leave = stop.Register(() => deadline.CancelAfter(_options.AnswerTimeout));
        _waiting = done;
        try
        {
            if (!_news) await _client.IdleAsync(done.Token, deadline.Token);
        }
        catch (OperationCanceledException late) when (!stop.IsCancellationRequested)
        {
            throw new TimeoutException("The IMAP server did not answer to the end of IDLE.", late);
        }
        finally
        {
            _waiting = null;
            _news = false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        using (_client)
        {
            if (!_client.IsConnected) return;
            using var soon = new CancellationTokenSource(TimeSpan.FromSeconds(2), _time);
            try
            {
                await _client.DisconnectAsync(quit: true, soon.Token);
            }
            catch (Exception gone) when (gone is IOException or OperationCanceledException or ProtocolException or CommandException)
            {
                // Goodbye was a courtesy.
            }
        }
    }

    private void OnCountChanged(object? sender, EventArgs e)
    {
        _news = true;
        try
        {
            _waiting?.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The wait has just ended by itself.
        }
    }

    private Task ConnectAsync(CancellationToken stop)
    {
        _client.Timeout = (int)_options.AnswerTimeout.TotalMilliseconds;
        // Revocation lists are often out of reach from a desk's network; expiry, name and issuer are always checked.
        _client.CheckCertificateRevocation = false;
        // On this machine itself nobody stands in between, and certificates rarely name it.
        _client.ServerCertificateValidationCallback = (_, _, _, errors) => errors == SslPolicyErrors.None || _options.IsLoopback;
        var security = _options.Tls switch
        {
            ImapTls.Tls => SecureSocketOptions.SslOnConnect,
            ImapTls.StartTls => SecureSocketOptions.StartTls,
            _ => SecureSocketOptions.None,
        };
        return AskAsync(cancel => _client.ConnectAsync(_options.Host, _options.Port, security, cancel), stop);
    }

    private async Task SignInAsync(CancellationToken stop)
    {
        if (_options.AccessToken is not { } token)
        {
            var secret = _options.Secret ?? "";
            // One mechanism and one try: MailKit would try them all, and providers count each as a wrong password.
            if (_client.AuthenticationMechanisms.Contains("PLAIN"))
                await AskAsync(cancel => _client.AuthenticateAsync(new SaslMechanismPlain(_options.User, secret), cancel), stop);
            else
                await AskAsync(cancel => _client.AuthenticateAsync(_options.User, secret, cancel), stop);
            return;
        }
        try
        {
            await AskAsync(async cancel => await _client.AuthenticateAsync(TokenSignIn.By(_options.User, await token(false, cancel), _client.AuthenticationMechanisms), cancel), stop);
        }
        catch (AuthenticationException)
        {
            await AskAsync(async cancel => await _client.AuthenticateAsync(TokenSignIn.By(_options.User, await token(true, cancel), _client.AuthenticationMechanisms), cancel), stop);
        }
    }
}
