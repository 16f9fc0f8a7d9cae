using System.Globalization;
using System.Net;
using Lotse.Bench.Mails;

namespace Lotse.Bench.Compare;

/// <summary>A desk in the comparison: what one does with any of them, and where it is done.</summary>
internal abstract class ComparedDesk : IAsyncDisposable
{
    public abstract string Name { get; }

    public abstract string Version { get; }

    public abstract Uri Web { get; }

    /// <summary>Processes that are this desk, with its database.</summary>
    public abstract IReadOnlyList<int> Pids { get; }

    /// <summary>Returns once its first page is there.</summary>
    public abstract Task StartAsync();

    public abstract Task StopAsync();

    /// <summary>What it has on disk: database, index, files.</summary>
    public abstract Task<long> BytesAsync();

    /// <summary>Waits for, or does, what it does after mails have come: above all its search index.</summary>
    public abstract Task SettleAsync();

    /// <summary>Hands in one mail over HTTP.</summary>
    /// <param name="continues">The ticket of the mail that it answers; null where it opens one.</param>
    /// <returns>Its ticket.</returns>
    public abstract Task<string> TakeInAsync(HttpClient door, GeneratedMail mail, string? continues);

    /// <summary>Hands in mails as the mail server of a house does, where that is another way than <see cref="TakeInAsync"/>.</summary>
    /// <returns>How long it took until all of them were in tickets; null where it is the same way.</returns>
    public virtual Task<TimeSpan?> FromServerAsync(IReadOnlyList<GeneratedMail> mails, int clients) => Task.FromResult<TimeSpan?>(null);

    /// <summary>The Cookie header of somebody signed in.</summary>
    public abstract Task<string> SignInAsync();

    public abstract IReadOnlyList<string> List { get; }

    /// <summary>Requests that show a ticket with its history, one after the other.</summary>
    public abstract IReadOnlyList<string> Ticket(string number);

    public abstract IReadOnlyList<string> Search(string word);

    public abstract Task ReplyAsync(HttpClient http, string number, string text);

    public abstract HttpClient Door();

    public abstract ValueTask DisposeAsync();

    /// <summary>Memory of its processes, what they share counted once (PSS of proc_pid_smaps(5)), in megabytes.</summary>
    public double Megabytes() => Pids.Sum(Pss) / 1024.0;

    public HttpClient Browser(string cookie)
    {
        var http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 1, UseCookies = false, AllowAutoRedirect = false, AutomaticDecompression = DecompressionMethods.None }) { BaseAddress = Web, Timeout = TimeSpan.FromMinutes(2) };
        http.DefaultRequestHeaders.TryAddWithoutValidation("Accept-Encoding", "gzip, deflate, br");
        http.DefaultRequestHeaders.TryAddWithoutValidation("Cookie", cookie);
        http.DefaultRequestHeaders.Referrer = Web;
        return http;
    }

    private static long Pss(int pid)
    {
        try
        {
            return File.ReadLines($"/proc/{pid.ToString(CultureInfo.InvariantCulture)}/smaps_rollup").Where(line => line.StartsWith("Pss:", StringComparison.Ordinal))
                .Sum(line => long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture));
        }
        catch (IOException)
        {
            return 0; // It has ended meanwhile.
        }
    }
}
