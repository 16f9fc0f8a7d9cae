using Lotse.Adapters.Database.Opening;
using System.Text;
using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Checking;
using Lotse.Adapters.Files;
using Lotse.Adapters.MailServer;
using Lotse.Adapters.MailServer.Door;
using Lotse.Domain.Tickets;
using Lotse.Intake.Mail;
using Lotse.Replies;
using Lotse.Setup;
using Lotse.Setup.Checks;
using Lotse.Staff;
using Lotse.Tests.Databases;
using Lotse.Tests.Staff;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Lotse.Tests.Setup;

/// <summary>A whole desk with a few tickets: one with a large attachment in the file store, one answered with a file.</summary>
internal sealed class FilledDesk : IAsyncDisposable
{
    public const string Mailbox = "hilfe@hafen.example";

    private ServeDesk? _serving;

    private FilledDesk(DatabaseLocation location) => Location = location;

    public DatabaseLocation Location { get; }

    public string File(string name) => Path.Combine(Location.Folder, name);

    public IServiceProvider Services => _serving!.Services;

    /// <param name="embedded">On SQLite, whatever the other tests run on.</param>
    public static async Task<FilledDesk> StartAsync(int mails = 3, bool embedded = false)
    {
        var desk = new FilledDesk(embedded ? DatabaseLocation.Of(NewFolder(), null) : await MigratedOnce.LocationAsync(NewFolder()));
        await desk.ServeAsync();
        await desk.InAsync<SetUpDesk, SetUpAnswer>(setUp => setUp.RunAsync("ada@hafen.example", "Ada", StaffHost.Password, "Hafen", [Mailbox]));
        for (var i = 1; i <= mails; i++) await desk.TakeInAsync(Mail($"Frage {i}", $"m{i}", attachment: i == 1 ? 60_000 : 0));
        var admin = await desk.InAsync<DeskDatabase, long>(database => database.Users.Select(user => user.Id).SingleAsync());
        await desk.InAsync<SendReply, object>(async reply => await reply.RunAsync(
            new Acting(admin, "Ada", Role.Admin, []), 1001, new ReplyDraft("Bitte sehr.", null, Files: [new ReplyFile("plan.bin", "application/octet-stream", [1, 2, 3])]), default));
        for (var tries = 0; await desk.InAsync<DeskDatabase, bool>(database => database.Messages.AnyAsync(m => m.Delivery == DeliveryState.Queued)); tries++)
        {
            if (tries == 200) throw new TimeoutException("The answer was not sent.");
            await Task.Delay(100);
        }
        return desk;
    }

    /// <summary>Serves what is there already; removes it at the end.</summary>
    public static async Task<FilledDesk> ServeAtAsync(DatabaseLocation location)
    {
        var desk = new FilledDesk(location);
        await desk.ServeAsync();
        return desk;
    }

    public static string NewFolder() => Directory.CreateTempSubdirectory("lotse-desk-").FullName;

    public static byte[] Mail(string subject, string id, string from = "anna@kunde.example", string? answers = null, int attachment = 0, string to = Mailbox) => Encoding.UTF8.GetBytes(
        $"From: {from}\r\nTo: {to}\r\nSubject: {subject}\r\nDate: Mon, 05 Jan 2026 10:00:00 +0100\r\nMessage-ID: <{id}@kunde.example>\r\n"
        + (answers is null ? "" : $"In-Reply-To: <{answers}@kunde.example>\r\nReferences: <{answers}@kunde.example>\r\n")
        + (attachment == 0 ? "\r\nHallo!\r\n"
            : "MIME-Version: 1.0\r\nContent-Type: application/octet-stream; name=a.bin\r\nContent-Transfer-Encoding: base64\r\n\r\n"
                + Convert.ToBase64String(Enumerable.Range(0, attachment).Select(i => (byte)(i * i % 251)).ToArray(), Base64FormattingOptions.InsertLineBreaks) + "\r\n"));

    public async Task ServeAsync() => _serving = await ServeDesk.StartAsync(new ServeSettings(Location, "http://127.0.0.1:0")
    {
        Tune = services => services.Configure<StaffOptions>(options => options.HashIterations = 1000),
    });

    public async Task StopAsync()
    {
        if (_serving is not null) await _serving.DisposeAsync();
        _serving = null;
    }

    public async Task<PlacedMail> TakeInAsync(byte[] raw)
    {
        using var mail = ReceivedMail.Of(Services.GetRequiredService<Spool>().Folder, raw);
        return await Services.GetRequiredService<TakeInMail>().TakeInAsync(mail, new MailEnvelope("http", null, [Mailbox], TimeProvider.System.GetUtcNow()), default);
    }

    public async Task<TResult> InAsync<T, TResult>(Func<T, Task<TResult>> act) where T : notnull
    {
        await using var scope = Services.CreateAsyncScope();
        return await act(scope.ServiceProvider.GetRequiredService<T>());
    }

    public async Task RunSqlAsync(string sql)
    {
        await using var database = DatabaseParts.Open(Location);
        await database.Database.ExecuteSqlRawAsync(sql);
    }

    public Task<List<string>> CheckAsync() => CheckAsync(Location);

    /// <summary>What a check finds, line by line.</summary>
    /// <param name="files">Null for those of its folder.</param>
    public static async Task<List<string>> CheckAsync(DatabaseLocation location, FileStore? files = null)
    {
        var found = new List<string>();
        await using var database = DatabaseParts.Open(location);
        await using var now = DatabaseParts.Open(location);
        await using var snapshot = await DatabaseSnapshot.OpenAsync(database);
        var summary = await new CheckDesk(snapshot, now, files ?? new FileStore(Path.Combine(location.Folder, "files")), location.Folder, TimeProvider.System, found.Add).RunAsync();
        return summary.Findings == found.Count ? found : throw new InvalidOperationException("Counted other findings than were told.");
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        if (Location.Kind == DatabaseKind.Postgres) await (await PostgresServer.Current()).DropDatabaseAsync(Location.Connection);
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(Location.Folder, recursive: true);
    }
}
