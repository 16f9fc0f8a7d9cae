using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Reflection;
using System.Text.Json;
using Lotse.Bench.Desks;
using Lotse.Bench.Flat;
using Lotse.Bench.Load;
using Lotse.Bench.Mails;

namespace Lotse.Bench.Compare;

/// <summary>Lotse in the comparison, with its embedded database.</summary>
internal sealed class LotseDesk(DeskProcess desk) : ComparedDesk
{
    private readonly ConcurrentDictionary<string, (string Message, string Sender)> _newest = new();

    public override string Name => "Lotse";

    public override string Version => $"Lotse {typeof(Adapters.Database.DeskDatabase).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0]}, SQLite";

    public override Uri Web => desk.Web;

    public override IReadOnlyList<int> Pids => [desk.Pid];

    public override IReadOnlyList<string> List => ["/tickets?queue=open"];

    public static async Task<LotseDesk> SetUpAsync(string folder) => new(await DeskProcess.StartNewAsync(folder, null));

    public override async Task StartAsync()
    {
        await desk.StartAsync();
        using var http = new HttpClient { BaseAddress = Web };
        (await http.GetAsync("/sign-in")).EnsureSuccessStatusCode();
    }

    public override Task StopAsync() => desk.StopAsync();

    public override Task<long> BytesAsync() => Task.FromResult(new DirectoryInfo(desk.Folder).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length));

    public override Task SettleAsync() => ProcessFigures.UntilQuietAsync(() => desk.Figures, TimeSpan.FromMinutes(10));

    public override async Task<string> TakeInAsync(HttpClient door, GeneratedMail mail, string? continues)
    {
        using var body = new ByteArrayContent(mail.Wire);
        body.Headers.ContentType = new MediaTypeHeaderValue("message/rfc822");
        using var answer = await door.PostAsync($"/api/v1/mailboxes/{DeskProcess.Mailbox}/messages", body);
        if (answer.StatusCode != HttpStatusCode.Created) throw new InvalidOperationException($"mail {mail.Number}: {(int)answer.StatusCode}");
        using var taken = JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync());
        var ticket = taken.RootElement.GetProperty("ticket").ToString();
        if (ticket.Length == 0) throw new InvalidOperationException($"mail {mail.Number} is no ticket: {taken.RootElement}");
        _newest[ticket] = (taken.RootElement.GetProperty("message").ToString(), mail.Sender);
        return ticket;
    }

    /// <summary>By LMTP, as Postfix does; the desk answers once a mail is on disk, so what it still has to do then is waited for.</summary>
    public override async Task<TimeSpan?> FromServerAsync(IReadOnlyList<GeneratedMail> mails, int clients)
    {
        var handed = await Delivery.RunAsync(mails, clients, desk.LmtpPort, DeskProcess.Mailbox);
        if (handed.Taken.Count < mails.Count) throw new InvalidOperationException($"{handed.Taken.Count} of {mails.Count} mails were taken: {(handed.Refused.Count > 0 ? handed.Refused[0] : "")}");
        return handed.Time + await ProcessFigures.UntilQuietAsync(() => desk.Figures, TimeSpan.FromMinutes(5));
    }

    public override Task<string> SignInAsync() => SignIn.CookieAsync(Web, DeskProcess.Admin, DeskProcess.Password);

    public override IReadOnlyList<string> Ticket(string number) => [$"/tickets/{number}"];

    public override IReadOnlyList<string> Search(string word) => [$"/search?q={Uri.EscapeDataString(word)}"];

    public override async Task ReplyAsync(HttpClient http, string number, string text)
    {
        var (lastSeen, sender) = _newest[number];
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/tickets/{number}/replies") { Content = Side.Json(new { text, to = (string[])[sender], lastSeen }) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", desk.Token);
        using var answer = await http.SendAsync(request);
        if (answer.StatusCode != HttpStatusCode.Created) throw new InvalidOperationException($"reply to {number}: {(int)answer.StatusCode}");
    }

    public override HttpClient Door()
    {
        var http = new HttpClient { BaseAddress = Web, Timeout = TimeSpan.FromMinutes(2) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", desk.Token);
        return http;
    }

    public override ValueTask DisposeAsync() => desk.DisposeAsync();
}
