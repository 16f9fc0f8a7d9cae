using System.Net;
using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Opening;
using Lotse.Adapters.Live;
using Lotse.Adapters.Web;
using Lotse.Domain.Staff;
using Lotse.Domain.Tickets;
using Lotse.Setup;
using Lotse.Staff;
using Lotse.Staff.Agents;
using Lotse.Staff.Tokens;
using Lotse.Tests.Databases;
using Lotse.Tickets.Pages;
using Lotse.Ui;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Lotse.Tests.Staff;

/// <summary>A desk with nothing but its doors, on a real port and a real database. Kept small: the whole desk has a host of its own.</summary>
internal sealed class StaffHost : IAsyncDisposable
{
    public const string Password = "a plain long sentence";

    private readonly WebApplication _app;
    private readonly DatabaseLocation _location;

    private StaffHost(WebApplication app, DatabaseLocation location, FakeTimeProvider clock) => (_app, _location, Clock) = (app, location, clock);

    /// <summary>Starts at the present, because cookies on the client's side run out by the real clock.</summary>
    public FakeTimeProvider Clock { get; }

    public long Admin { get; private set; }
    public long Community { get; private set; }
    public string SetUpToken => _app.Services.GetRequiredService<SetUpToken>().Value;
    public Uri Address => new(_app.Urls.First());

    public static async Task<StaffHost> StartAsync(bool setUp = true, Action<StaffOptions>? tune = null, params string[] proxies)
    {
        var folder = Directory.CreateTempSubdirectory("lotse-staff-").FullName;
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        var location = await MigratedOnce.LocationAsync(folder);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddSingleton<TimeProvider>(clock);
        builder.Services.AddSingleton<JournalTail>().AddSingleton<DeskNames>().AddScoped<DeskViews>();
        builder.Services.AddUi().AddDatabase(location).AddSetUp().AddStaff(options =>
        {
            (options.TriesPerMinute, options.HashIterations, options.RefusedAfter) = (1000, 1000, TimeSpan.Zero);
            tune?.Invoke(options);
        });
        var app = builder.Build();
        app.UseListedProxies(proxies);
        app.UseSafetyHeaders();
        app.UseSetUpFirst();
        app.UseRouting();
        app.UseAuthentication();
        app.UseLooking();
        app.UseAuthorization();
        app.UseAntiforgery();
        app.UseFormGuard();
        app.MapStaff();
        app.MapSetUp();
        MapThings(app);
        await app.StartAsync();
        var host = new StaffHost(app, location, clock);
        if (setUp) await host.SetUpAsync();
        return host;
    }

    /// <summary>Stand-ins for what other rooms answer.</summary>
    private static void MapThings(WebApplication app)
    {
        app.MapGet("/", (Signed signed) => $"desk of {signed.Acting.Name} in {string.Join(',', signed.Acting.Communities)}");
        app.MapGet("/from", (HttpContext http) => $"{http.Connection.RemoteIpAddress} {http.Request.Scheme}").AllowAnonymous();
        app.MapPost("/things", (Signed signed) => "done");
        app.MapGet("/api/v1/things", (Signed signed) => signed.Acting.Name);
        app.MapPost("/api/v1/things", (Signed signed) => "done");
        app.MapPost("/api/v1/mailboxes/{address}/messages", (Signed signed) => "taken").WithMetadata(new AlsoScope(TokenScopes.Intake));
    }

    public Visitor Visitor() => new(Address);

    public async Task<Visitor> SignedInAsync(string email = "ada@desk.example")
    {
        var visitor = Visitor();
        var answer = await visitor.PostAsync("/sign-in", ("email", email), ("password", Password));
        return answer.StatusCode == HttpStatusCode.SeeOther ? visitor : throw new InvalidOperationException($"{email} was not let in: {answer.StatusCode}");
    }

    /// <summary>An agent who has accepted the invite.</summary>
    public async Task<long> AddAgentAsync(string email, Role role = Role.Agent)
    {
        var made = await InviteAsync(email, role);
        await WithAsync<AcceptInvite>(accept => accept.RunAsync(made.Token, Password, default));
        return made.AgentId;
    }

    public Task<Invitation> InviteAsync(string email, Role role = Role.Agent) =>
        WithAsync<AddAgent, Invitation>(add => add.RunAsync(new InviteAgent(email, email.Split('@')[0], role, [Community]), Admin, default));

    public async Task<string> TokenAsync(string scopes = TokenScopes.All, TimeSpan? valid = null, long? agent = null) =>
        (await WithAsync<CreateApiToken, NewToken>(create =>
            create.RunAsync(agent ?? Admin, "program", [scopes], valid is null ? null : Clock.GetUtcNow() + valid, null))).Token!;

    public async Task<TResult> WithAsync<T, TResult>(Func<T, Task<TResult>> act) where T : notnull
    {
        await using var scope = _app.Services.CreateAsyncScope();
        return await act(scope.ServiceProvider.GetRequiredService<T>());
    }

    public Task WithAsync<T>(Func<T, Task> act) where T : notnull => WithAsync<T, bool>(async t =>
    {
        await act(t);
        return true;
    });

    public Task<List<string>> FactsAsync() => WithAsync<DeskDatabase, List<string>>(d => d.Journal.OrderBy(j => j.Id).Select(j => j.Kind).ToListAsync());

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        // Each database has a pool of its own, and a server has room for a hundred connections.
        if (_location.Kind == DatabaseKind.Postgres) await (await PostgresServer.Current()).DropDatabaseAsync(_location.Connection);
        Directory.Delete(_location.Folder, recursive: true);
    }

    private async Task SetUpAsync()
    {
        var done = await WithAsync<SetUpDesk, SetUpAnswer>(desk => desk.RunAsync("ada@desk.example", "Ada", Password, "Hafen", ["hilfe@hafen.example"]));
        (Admin, Community) = (done.AdminId, done.CommunityId);
    }
}

/// <summary>Databases that were migrated once and are copied for each test.</summary>
internal static class MigratedOnce
{
    private static readonly Lazy<Task<byte[]>> s_sqlite = new(async () =>
    {
        var folder = Directory.CreateTempSubdirectory("lotse-template-").FullName;
        var location = DatabaseLocation.Of(folder, null);
        await using var database = DatabaseParts.Open(location);
        await MigrateDatabase.RunAsync(database, location, TimeProvider.System);
        await database.Database.ExecuteSqlRawAsync("PRAGMA wal_checkpoint(TRUNCATE)");
        return await File.ReadAllBytesAsync(location.File!);
    });

    /// <param name="kind">Null for the one that this run is about.</param>
    public static async Task<DatabaseLocation> LocationAsync(string folder, DatabaseKind? kind = null)
    {
        if (kind is DatabaseKind.Sqlite || (kind is null && !PostgresServer.IsAskedFor))
        {
            var location = DatabaseLocation.Of(folder, null);
            await File.WriteAllBytesAsync(location.File!, await s_sqlite.Value);
            return location;
        }
        var server = await PostgresServer.Current();
        var template = await server.TemplateAsync("staff", async connection =>
        {
            var empty = DatabaseLocation.Of(folder, connection);
            await using var database = DatabaseParts.Open(empty);
            await MigrateDatabase.RunAsync(database, empty, TimeProvider.System);
        });
        return DatabaseLocation.Of(folder, await server.CreateDatabaseAsync(template));
    }
}
