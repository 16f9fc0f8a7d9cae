using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using Lotse.Bench.Flat;
using Lotse.Bench.Mails;

namespace Lotse.Bench.Compare;

/// <summary>Request Tracker 5 of Debian, set up and run by bench/request-tracker.sh.</summary>
internal sealed class RequestTrackerDesk(string script, string folder) : ComparedDesk
{
    private const string Open = "Queue='General' AND Status='__Active__'", Answers = "?RowsPerPage=50&Order=DESC&OrderBy=LastUpdated&Query=";

    private const int Tries = 5;

    private static readonly TimeSpan Again = TimeSpan.FromMilliseconds(200);

    private readonly RequestTrackerOutbox _outbox = new(Path.Combine(folder, "outbox"));

    public override string Name => "Request Tracker";

    public override string Version => Run("version").Trim();

    public override Uri Web => new("http://127.0.0.1:8095/rt/");

    public override IReadOnlyList<int> Pids => [.. Run("pids").Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => int.Parse(line, CultureInfo.InvariantCulture)).Distinct()];

    public override IReadOnlyList<string> List => [$"/rt/Search/Results.html{Answers}{Uri.EscapeDataString(Open)}"];

    /// <summary>Whether the packages are there.</summary>
    public static bool IsInstalled => File.Exists("/usr/sbin/rt-setup-database-5") && File.Exists("/usr/sbin/apache2");

    public void SetUp() => Run("set-up");

    public override Task StartAsync() => Task.Run(() => Run("start"));

    public override Task StopAsync() => Task.Run(() => Run("stop"));

    public override Task<long> BytesAsync() => Task.FromResult(long.Parse(Run("bytes"), CultureInfo.InvariantCulture));

    public override Task SettleAsync() => Task.Run(() => Run("index"));

    /// <summary>As its mail gate posts it. It knows a ticket by the tag in the subject only, so an answer gets the one that its customer would have got.</summary>
    public override async Task<string> TakeInAsync(HttpClient door, GeneratedMail mail, string? continues)
    {
        var wire = continues is null ? mail.Wire : Tagged(mail.Wire, continues);
        for (var tries = 1; ; tries++)
        {
            using var form = new MultipartFormDataContent { { new StringContent("General"), "queue" }, { new StringContent("correspond"), "action" }, { new ByteArrayContent(wire), "message" } };
            using var answer = await door.PostAsync("/rt/REST/1.0/NoAuth/mail-gateway", form);
            var said = await answer.Content.ReadAsStringAsync();
            if (said.StartsWith("ok", StringComparison.Ordinal)) return continues ?? await _outbox.TicketOfAsync(mail.MessageId);
            // Now and then it does not find the ticket that it has just acknowledged: the mail is handed over again, as a mail server would.
            if (tries == Tries) throw new InvalidOperationException($"mail {mail.Number}: {(int)answer.StatusCode} {said.Trim()}");
            await Task.Delay(Again);
        }
    }

    public override async Task<string> SignInAsync()
    {
        using var handler = new HttpClientHandler { CookieContainer = new CookieContainer(), AllowAutoRedirect = false };
        using var http = new HttpClient(handler) { BaseAddress = Web };
        http.DefaultRequestHeaders.Referrer = Web;
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("user", "agent01"), KeyValuePair.Create("pass", "Only-for-the-bench-1")]);
        using var answer = await http.PostAsync("/rt/NoAuth/Login.html", form);
        var cookie = handler.CookieContainer.GetCookieHeader(Web);
        using var again = Browser(cookie);
        using var page = await again.GetAsync("/rt/REST/2.0/tickets?query=id%3D0");
        return page.StatusCode == HttpStatusCode.OK ? cookie : throw new InvalidOperationException($"Request Tracker let nobody in: {(int)answer.StatusCode}, {(int)page.StatusCode}");
    }

    /// <summary>Its page fetches the history by a request of its own.</summary>
    public override IReadOnlyList<string> Ticket(string number) => [$"/rt/Ticket/Display.html?id={number}", $"/rt/Helpers/TicketHistory?id={number}"];

    public override IReadOnlyList<string> Search(string word) => [$"/rt/Search/Results.html{Answers}{Uri.EscapeDataString($"Content LIKE '{word}'")}"];

    public override async Task ReplyAsync(HttpClient http, string number, string text)
    {
        using var answer = await http.PostAsync($"/rt/REST/2.0/ticket/{number}/correspond", Side.Json(new { ContentType = "text/plain", Content = text }));
        if (!answer.IsSuccessStatusCode) throw new InvalidOperationException($"reply to {number}: {(int)answer.StatusCode}");
    }

    public override HttpClient Door() => new() { BaseAddress = Web, Timeout = TimeSpan.FromMinutes(2) };

    public override ValueTask DisposeAsync()
    {
        Run("clean");
        return ValueTask.CompletedTask;
    }

    private static byte[] Tagged(byte[] wire, string ticket)
    {
        var at = wire.AsSpan().IndexOf("\r\nSubject: "u8) + "\r\nSubject: ".Length;
        return [.. wire.AsSpan(0, at), .. Encoding.ASCII.GetBytes($"[rt.bench.example #{ticket}] "), .. wire.AsSpan(at)];
    }

    private string Run(string verb)
    {
        using var process = Process.Start(new ProcessStartInfo(script, [verb, folder]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = verb != "start" })!;
        var said = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(TimeSpan.FromMinutes(15))) throw new InvalidOperationException($"request-tracker.sh {verb} takes too long.");
        return process.ExitCode == 0 ? verb is "start" or "stop" ? "" : said.GetAwaiter().GetResult() : throw new InvalidOperationException($"request-tracker.sh {verb} ended with {process.ExitCode}.");
    }
}
