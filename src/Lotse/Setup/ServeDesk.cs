using System.IO.Compression;
using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization;
using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Calling;
using Lotse.Adapters.Database.Claiming;
using Lotse.Adapters.Database.Opening;
using Lotse.Adapters.Database.Rows;
using Lotse.Adapters.Files;
using Lotse.Adapters.Live;
using Lotse.Adapters.MailServer;
using Lotse.Adapters.MailServer.Door;
using Lotse.Adapters.MailServer.Sending;
using Lotse.Adapters.NameServers;
using Lotse.Adapters.RemoteImages;
using Lotse.Adapters.Secrets;
using Lotse.Adapters.Web;
using Lotse.Adapters.Webhooks;
using Lotse.Domain.Tickets;
using Lotse.Contacts;
using Lotse.Intake;
using Lotse.Knowledge;
using Lotse.Levels;
using Lotse.Levels.Consulting;
using Lotse.Intake.Mail.Acknowledging;
using Lotse.Intake.Mail.Forwarding;
using Lotse.Notices;
using Lotse.Notices.Mailing;
using Lotse.Problems;
using Lotse.Replies;
using Lotse.Replies.Holding;
using Lotse.Replies.Informing;
using Lotse.Replies.Macros;
using Lotse.Replies.Signing;
using Lotse.Retention;
using Lotse.Routing;
using Lotse.Rules;
using Lotse.Rules.Pages;
using Lotse.Search;
using Lotse.ServiceTimes;
using Lotse.Setup.Caring;
using Lotse.Setup.Commands;
using Lotse.Staff;
using Lotse.Tickets;
using Lotse.Tickets.Drafts;
using Lotse.Tickets.Pages;
using Lotse.Tickets.Responsible;
using Lotse.Ui;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Setup;

/// <param name="Urls">Separated by semicolons.</param>
public sealed record ServeSettings(DatabaseLocation Location, string Urls)
{
    /// <summary>Null for no LMTP door.</summary>
    public IPEndPoint? Lmtp { get; init; }

    /// <summary>smtp://…; null writes outgoing mail into a folder.</summary>
    public string? Smtp { get; init; }

    /// <summary>Where traces and numbers go; null for nowhere.</summary>
    public string? Collector { get; init; } = DeskOptions.Twin(Telemetry.Endpoint);

    /// <summary>The name server to ask about senders, ADDRESS or ADDRESS:PORT; null for those of this machine.</summary>
    public string? NameServer { get; init; } = DeskOptions.Twin("LOTSE_DNS");

    /// <summary>Null for the data folder.</summary>
    public FilesPlace? Files { get; init; }

    internal FilesPlace FilesOrOwn => Files ?? FilesPlace.Of(Location.Folder);

    public TimeProvider Clock { get; init; } = Setup.Clock.OfThisMachine;

    /// <summary>For tests: the last word on what is registered.</summary>
    public Action<IServiceCollection>? Tune { get; init; }
}

/// <summary>The running desk: everything put together, one line a feature.</summary>
public sealed partial class ServeDesk : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly FileStream _lock;

    private ServeDesk(WebApplication app, FileStream folderLock, string? setUpAddress) => (_app, _lock, SetUpAddress) = (app, folderLock, setUpAddress);

    /// <summary>The first address it serves.</summary>
    public string Url => Addresses(_app).First();

    /// <summary>Where to set it up; null where that is done.</summary>
    public string? SetUpAddress { get; private init; }

    public IServiceProvider Services => _app.Services;

    public static async Task<ServeDesk> StartAsync(ServeSettings settings, CancellationToken cancel = default)
    {
        var folder = settings.Location.Folder;
        PrivateFile.Folder(folder);
        var folderLock = Lock(folder);
        try
        {
            var key = Task.Run(() => PrepareAsync(settings, cancel), cancel); // Beside building: each takes a second of a cold start.
            var app = Build(settings, key);
            WarmUp.Begin(app);
            _ = app.Services.GetRequiredService<Presence>(); // From now on it hears what other desks see.
            await key;
            await app.StartAsync(cancel);
            return new ServeDesk(app, folderLock, await SetUpAddressAsync(app, cancel));
        }
        catch
        {
            await folderLock.DisposeAsync();
            throw;
        }
    }

    public Task WaitAsync() => _app.WaitForShutdownAsync();

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        var location = _app.Services.GetRequiredService<DatabaseLocation>();
        await _app.DisposeAsync();
        await DatabaseParts.RestAsync(location);
        await _lock.DisposeAsync();
    }

    private static WebApplication Build(ServeSettings settings, Task<byte[]> signingKey)
    {
        var folder = settings.Location.Folder;
        var limit = Option("LOTSE_ATTACHMENTS_LIMIT", AttachmentLimit.Parse);
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.UseKestrelHttpsConfiguration().UseUrls(settings.Urls.Split(';')).ConfigureKestrel(kestrel =>
            (kestrel.AddServerHeader, kestrel.Limits.MaxRequestBodySize) = (false, limit.RequestBytes));
        builder.Host.ConfigureHostOptions(host => host.ShutdownTimeout = TimeSpan.FromSeconds(8));
        Logs.Add(builder.Logging);
        builder.AddTelemetry(settings.Collector, settings.Location.Kind);
        var services = builder.Services;
        services.AddSingleton(settings.Clock);
        services.AddSingleton(new Spool(Path.Combine(folder, "spool")));
        services.AddSingleton(_ => settings.FilesOrOwn.Open(settings.Clock));
        services.AddSingleton<RawMailCodec>();
        services.AddSingleton(_ => new SignedMailIds(signingKey.Result)); // Nothing is made of these before the key is there.
        AddShared(services.AddDatabase(settings.Location));
        services.AddUi();
        AddCompression(services);
        services.AddStaff();
        services.AddSetUp().AddCare();
        if (settings.Location.Kind == DatabaseKind.Postgres) services.AddSingleton(_ => SetUpToken.Of(signingKey.Result));
        services.AddSingleton(limit);
        services.AddSingleton(Option("LOTSE_UNDO_SECONDS", UndoWindow.Parse));
        services.AddTickets(Option("LOTSE_IMAGE_NETWORKS", RemoteImageOptions.Parse));
        services.AddSingleton(new LookUpTexts(Option("LOTSE_DNS", _ => LookUpTexts.ServerOf(settings.NameServer)), settings.Clock));
        services.AddSearch(settings.Location);
        services.AddLevels().AddServiceTimes().AddResponsibilities().AddProblems().AddKnowledge().AddRetention().AddRules(Option("LOTSE_WEBHOOK_NETWORKS", WebhookOptions.Parse));
        services.AddContacts();
        services.AddReplies(WayOut(settings));
        services.AddNotices(Option("LOTSE_ADDRESS", DeskAddress.Parse));
        services.AddIntake(Doors(settings));
        services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
            json.SerializerOptions.Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        });
        services.AddApiDescription();
        settings.Tune?.Invoke(services);
        var app = builder.Build();
        Map(app);
        return app;
    }

    /// <summary>What several desks on one database know of one another.</summary>
    private static void AddShared(IServiceCollection services) => services
        .AddHostedService(provider => provider.GetRequiredService<NodeCalls>())
        .AddHostedService(provider => provider.GetRequiredService<HeldWork>())
        .AddSingleton<JournalTail>().AddHostedService(provider => provider.GetRequiredService<JournalTail>())
        .AddSingleton<AgentBell>()
        .AddSingleton<Turns>();

    /// <summary>Form tokens are masked anew with every page, so that a compressed page gives nothing away by its length (BREACH).</summary>
    private static void AddCompression(IServiceCollection services)
    {
        services.AddResponseCompression(options => options.EnableForHttps = true);
        services.Configure<BrotliCompressionProviderOptions>(brotli => brotli.Level = CompressionLevel.Fastest);
        services.Configure<GzipCompressionProviderOptions>(gzip => gzip.Level = CompressionLevel.Fastest);
    }

    private static void Map(WebApplication app)
    {
        app.UseListedProxies((DeskOptions.Twin("LOTSE_PROXIES") ?? "").Split([',', ' '], StringSplitOptions.RemoveEmptyEntries));
        app.UseSafetyHeaders();
        app.UseErrorPages();
        app.UseResponseCompression();
        app.UseReferencePolicy();
        app.UseSetUpFirst();
        app.UseRouting();
        app.UseAuthentication();
        app.UseLooking();
        app.UseAuthorization();
        app.UseAntiforgery();
        app.UseFormGuard();
        app.MapUi();
        app.MapSetUp();
        app.MapStaff();
        app.MapHealth();
        MapPages(app);
        app.MapApiDescription();
        MapApi(app.MapGroup("/api/v1"));
        app.UseEndpoints(_ => { }); // Said here and not left to the host, so that the addresses are known before it starts.
    }

    /// <summary>Tables up to date, and the key that signs our Message-IDs there.</summary>
    private static async Task<byte[]> PrepareAsync(ServeSettings settings, CancellationToken cancel)
    {
        await using var database = DatabaseParts.Open(settings.Location);
        await MigrateDatabase.RunAsync(database, settings.Location, settings.Clock, cancel);
        await using var turn = await StartTurn.TakeAsync(settings.Location, cancel);
        await DeskKeys.BeginAsync(database, settings.Location, settings.Clock, cancel);
        await ShipProcedures.RunAsync(database, settings.Clock, cancel);
        if (await database.Settings.SingleOrDefaultAsync(s => s.Name == Setting.SigningKey, cancel) is { } known) return Convert.FromBase64String(known.Value);
        var key = System.Security.Cryptography.RandomNumberGenerator.GetBytes(32);
        database.Settings.Add(new Setting { Name = Setting.SigningKey, Value = Convert.ToBase64String(key) });
        await database.SaveChangesAsync(cancel);
        return key;
    }

    private static Func<IServiceProvider, IMailSending> WayOut(ServeSettings settings)
    {
        if (settings.Smtp is null) return _ => new OutgoingFolder(Path.Combine(settings.Location.Folder, "outgoing"), settings.Clock);
        var (options, problem) = SmtpServerOptions.Parse(settings.Smtp);
        if (options is null) throw new CommandFailed(problem!, 2);
        return services => new SmtpSender(options.ByToken ? options with { AccessToken = services.GetRequiredService<SendingTokens>().GetAsync } : options, settings.Clock);
    }

    private static MailDoorOptions Doors(ServeSettings settings)
    {
        var options = new MailDoorOptions
        {
            Spool = Path.Combine(settings.Location.Folder, "spool"),
            Endpoints = settings.Lmtp is { } lmtp ? [new MailEndpoint(MailProtocol.Lmtp, lmtp)] : [],
        };
        return DeskOptions.Limited(options);
    }

    /// <summary>A setting that an operator may have typed wrongly: then it is said in one line.</summary>
    private static T Option<T>(string name, Func<string?, T> parse)
    {
        try
        {
            return parse(DeskOptions.Twin(name));
        }
        catch (FormatException e)
        {
            throw new CommandFailed($"{name}: {e.Message}", 2);
        }
    }

    /// <summary>One desk a folder: two would each believe the outbox and the spool to be theirs.</summary>
    private static FileStream Lock(string folder)
    {
        try
        {
            return new FileStream(Path.Combine(folder, "serving"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException) when (Directory.Exists(folder))
        {
            throw new CommandFailed($"Another Lotse is serving the data folder {folder}.");
        }
    }

    private static async Task<string?> SetUpAddressAsync(WebApplication app, CancellationToken cancel)
    {
        await using var scope = app.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<SetUpDesk>().IsDoneAsync(cancel)
            ? null
            : $"{Addresses(app).First()}{SetUpEndpoints.Address}?token={app.Services.GetRequiredService<SetUpToken>().Value}";
    }

    private static IEnumerable<string> Addresses(WebApplication app) => app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
}
