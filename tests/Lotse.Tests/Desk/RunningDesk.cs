using System.Net;
using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Checking;
using Lotse.Adapters.Database.Opening;
using Lotse.Adapters.Database.Rows;
using Lotse.Adapters.Files;
using Lotse.Adapters.MailServer.Door;
using Lotse.Adapters.MailServer.Imap;
using Lotse.Adapters.MailServer.Unsealing;
using Lotse.Adapters.Webhooks;
using Lotse.Contacts;
using Lotse.Domain.Communities;
using Lotse.Domain.Contacts;
using Lotse.Domain.Staff;
using Lotse.Domain.Tickets;
using Lotse.Intake.Mail.Fetching;
using Lotse.Notices;
using Lotse.Replies;
using Lotse.Replies.Holding;
using Lotse.Routing.Dealing;
using Lotse.Rules.Running;
using Lotse.Search;
using Lotse.ServiceTimes;
using Lotse.Setup;
using Lotse.Setup.Checks;
using Lotse.Staff;
using Lotse.Staff.Agents;
using Lotse.Staff.Tokens;
using Lotse.Tests.Databases;
using Lotse.Tests.Staff;
using Lotse.Tickets;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using Xunit;

namespace Lotse.Tests.Desk;

/// <summary>The whole desk as it is served, in this process: real ports, a real database, real mail doors. Set up with one community, Hafen, whose mailbox
/// is <see cref="Mailbox"/>, and one admin. Tests say what they want done, and never reach for what is inside.</summary>
internal sealed class RunningDesk : IAsyncDisposable
{
    public const string Community = "Hafen", Mailbox = CustomerMail.Mailbox, Admin = "ada@desk.example";

    private readonly DeskWishes _wishes;
    private readonly DatabaseLocation _location;
    private readonly FakeTimeProvider? _clock;
    private ServeDesk? _serving;
    private ApiClient? _admin;

    private RunningDesk(DeskWishes wishes, DatabaseLocation location, FakeTimeProvider? clock) => (_wishes, _location, _clock) = (wishes, location, clock);

    public DatabaseLocation Location => _location;
    public string Folder => _location.Folder;
    public FakeTimeProvider Clock => _clock ?? throw new InvalidOperationException("This desk runs by the real clock.");
    public Uri Url => new(Serving.Url);
    public IPEndPoint Lmtp => Serving.Services.GetRequiredService<MailListener>().Endpoints[0];

    /// <summary>A program with all rights of the admin.</summary>
    public ApiClient Api => _admin!;

    private ServeDesk Serving => _serving ?? throw new InvalidOperationException("The desk does not run.");

    public static async Task<RunningDesk> StartAsync(DeskWishes? wishes = null)
    {
        wishes ??= new DeskWishes();
        var folder = wishes.Folder ?? Directory.CreateTempSubdirectory("lotse-desk-").FullName;
        var clock = wishes.FakeClock ? new FakeTimeProvider(TimeProvider.System.GetUtcNow()) : null;
        var desk = new RunningDesk(wishes, wishes.Database is { } own ? DatabaseLocation.Of(folder, own) : await MigratedOnce.LocationAsync(folder, wishes.Kind), clock);
        await desk.ServeAsync();
        await desk.WithAsync<SetUpDesk>(setUp => setUp.RunAsync(Admin, "Ada", "a plain long sentence", Community, [Mailbox]));
        desk._admin = new ApiClient(desk, await desk.TokenAsync(Admin));
        return desk;
    }

    /// <summary>One more desk on the same PostgreSQL database, with a data folder of its own.</summary>
    public async Task<RunningDesk> BesideAsync()
    {
        var folder = Directory.CreateTempSubdirectory("lotse-desk-").FullName;
        var desk = new RunningDesk(_wishes with { Database = _location.Connection }, DatabaseLocation.Of(folder, _location.Connection), _clock);
        await desk.ServeAsync();
        desk._admin = new ApiClient(desk, await desk.TokenAsync(Admin));
        return desk;
    }

    /// <summary>A second process' worth of stop and start on the same data.</summary>
    public async Task RestartAsync()
    {
        await StopAsync();
        _clock?.Advance(TimeSpan.FromSeconds(2)); // No start is as quick as that, and keys are in order of time.
        await ServeAsync();
    }

    public async Task StopAsync()
    {
        await Serving.DisposeAsync();
        _serving = null;
    }

    public Task ServeAgainAsync() => ServeAsync();

    /// <summary>Lets time pass and whatever waits for it look at once. Only with a fake clock, which jumps over all but the last hour of days: else what looks around every second would do so a million times.</summary>
    public void Pass(TimeSpan time)
    {
        var lived = time < TimeSpan.FromDays(1) ? time : TimeSpan.FromHours(1);
        Clock.AdjustTime(Clock.GetUtcNow() + time - lived);
        Clock.Advance(lived);
        Serving.Services.GetRequiredService<OutboxBell>().Ring();
    }

    /// <summary>Hands a mail to the LMTP door.</summary>
    /// <returns>The door's answers after DATA, one for each recipient that it had accepted.</returns>
    public async Task<IReadOnlyList<string>> DeliverAsync(CustomerMail mail, params string[] to)
    {
        await using var postman = await Postman.ComeAsync(Lmtp);
        return await postman.DeliverAsync(mail.ToBytes(), mail.EnvelopeSender, to.Length == 0 ? [Mailbox] : to);
    }

    /// <summary>Hands a mail to the program's door, which says what became of it.</summary>
    public Task<TakenIn> PostMailAsync(CustomerMail mail, string mailbox = Mailbox) => Api.PostMailAsync(mail.ToBytes(), mailbox);

    /// <summary>Waits until everything that was delivered has found its place.</summary>
    public async Task SettledAsync() => await Wait.UntilAsync(
        async () => await WithAsync<DeskDatabase, bool>(async d => !await d.Deliveries.AnyAsync(x => x.Step == DeliveryStep.Waiting)), "all mail is placed");

    /// <summary>Waits until everything that has happened can be found.</summary>
    public async Task FindableAsync()
    {
        await SettledAsync();
        var last = await LookAsync(d => d.Journal.MaxAsync(line => (long?)line.Id)) ?? 0;
        await Wait.UntilAsync(() => Task.FromResult(Serving.Services.GetRequiredService<SearchFollower>().At >= last), "the index has caught up");
    }

    /// <summary>Reckons a ticket's promises, as the worker does and beside it.</summary>
    public Task ReckonAsync(long ticketId) => WithAsync<KeepPromises>(keep => keep.RunAsync([ticketId], default));

    /// <summary>Looks over the queues once, as the worker does and beside it.</summary>
    public Task<int> DealAsync() => WithAsync<DealOut, int>(deal => deal.RunAsync(default));

    /// <summary>Waits until everything that has happened has been told to whom it concerns.</summary>
    public async Task ToldAsync()
    {
        var last = await LookAsync(d => d.Journal.MaxAsync(line => (long?)line.Id)) ?? 0;
        await Wait.UntilAsync(() => Task.FromResult(Serving.Services.GetRequiredService<NoticeFollower>().At >= last), "everybody is told");
    }

    /// <summary>Waits until the rules have dealt with everything that has happened, and with what they did themselves.</summary>
    public async Task RuledAsync()
    {
        await SettledAsync();
        for (long last = -1, seen = 0; last != seen;)
        {
            last = await LookAsync(d => d.Journal.MaxAsync(line => (long?)line.Id)) ?? 0;
            await Wait.UntilAsync(() => Task.FromResult(Serving.Services.GetRequiredService<RuleFollower>().At >= last), "the rules have caught up");
            seen = await LookAsync(d => d.Journal.MaxAsync(line => (long?)line.Id)) ?? 0;
        }
    }

    public async Task<ApiClient> AddAgentAsync(string name, params string[] communities)
    {
        var email = $"{name.ToLowerInvariant()}@desk.example";
        var ids = await WithAsync<DeskDatabase, List<long>>(d => d.Communities.Where(c => communities.Contains(c.Name)).Select(c => c.Id).ToListAsync());
        var made = await WithAsync<AddAgent, Invitation>(add => add.RunAsync(new InviteAgent(email, name, Role.Agent, ids), null, default));
        await WithAsync<AcceptInvite>(accept => accept.RunAsync(made.Token, "a plain long sentence", default));
        return new ApiClient(this, await TokenAsync(email)) { AgentId = made.AgentId };
    }

    /// <summary>A program that may do only what the scopes say.</summary>
    public async Task<ApiClient> ProgramAsync(params string[] scopes) => new(this, await WithAsync<DeskDatabase, string>(async database =>
    {
        var admin = await database.Users.Where(u => u.Email == Admin).Select(u => u.Id).SingleAsync();
        return (await WithAsync<CreateApiToken, NewToken>(create => create.RunAsync(admin, "program", scopes, null, null))).Token!;
    }));

    /// <summary>As somebody does at the page of a contact.</summary>
    public Task<Answer<Contact>> EditContactAsync(long id, EditContact edit) => WithAsync<WorkContact, Answer<Contact>>(work => work.EditAsync(Acting.Desk("test"), id, edit, null, default));

    /// <summary>A mailbox, and its community where that is new.</summary>
    public async Task AddMailboxAsync(string community, string address)
    {
        await WithAsync<DeskDatabase>(async database =>
        {
            var ids = Serving.Services.GetRequiredService<Ids>();
            var known = await database.Communities.SingleOrDefaultAsync(c => c.Name == community);
            if (known is null) database.Communities.Add(known = new Community { Id = ids.Next(), Name = community, CreatedAt = DateTimeOffset.UnixEpoch });
            database.Mailboxes.Add(new Mailbox { Id = ids.Next(), CommunityId = known.Id, Address = address, Name = community });
            await database.SaveChangesAsync();
        });
        _clock?.Advance(TimeSpan.FromSeconds(2)); // The directory of mailboxes looks again once a second.
    }

    /// <summary>Fetches a mailbox from an IMAP server on this machine.</summary>
    public Task FetchFromAsync(string mailbox, int port, string user = "hilfe", string secret = "secret") => WithAsync<DeskDatabase>(database => database.Mailboxes.Where(m => m.Address == mailbox).ExecuteUpdateAsync(set => set.SetProperty(m => m.Imap,
        new MailboxImap("127.0.0.1", port, ImapTls.None, user, secret, "INBOX", AfterTaking.Mark, "Lotse", ImapStart.Everything).Protect(Serving.Services.GetRequiredService<IDataProtectionProvider>()))));

    /// <summary>A private key of the test desk's mailbox, by which it opens what is encrypted to it.</summary>
    public Task SetUpKeyAsync(byte[] file, string? password, string mailbox = Mailbox) => AddKeysAsync(MailKeyUse.Mailbox, KeyFile.ReadPrivate(file, password), mailbox);

    /// <summary>A contact's certificate or public key, or an authority's certificate.</summary>
    public Task KnowKeyAsync(byte[] file, bool anchor = false) => AddKeysAsync(anchor ? MailKeyUse.Anchor : MailKeyUse.Contact, KeyFile.ReadPublic(file), null);

    private async Task AddKeysAsync(MailKeyUse use, (IReadOnlyList<KeyFile> Keys, string? Problem) read, string? mailbox)
    {
        if (read.Problem is { } problem) throw new InvalidOperationException(problem);
        await using var scope = Serving.Services.CreateAsyncScope();
        var (database, ids) = (scope.ServiceProvider.GetRequiredService<DeskDatabase>(), Serving.Services.GetRequiredService<Ids>());
        long? id = mailbox is null ? null : await database.Mailboxes.Where(m => m.Address == mailbox).Select(m => m.Id).SingleAsync();
        foreach (var key in read.Keys) await scope.ServiceProvider.GetRequiredService<KeptMailKeys>().AddAsync(use, id, key, ids.Next(), DateTimeOffset.UnixEpoch, default);
        await database.SaveChangesAsync();
    }

    /// <summary>Mails in the outgoing folder to somebody, oldest first.</summary>
    public Task<IReadOnlyList<MimeKit.MimeMessage>> SentAsync(string to, int atLeast = 1) => OutgoingMails.ToAsync(Path.Combine(Folder, "outgoing"), to, atLeast);

    /// <summary>What is wrong with the data: counters that do not count right, references into nothing. Empty where all is well.</summary>
    public Task<IReadOnlyList<string>> CheckAsync() => WithAsync<DeskDatabase, IReadOnlyList<string>>(CheckedTruth.FindAsync);

    /// <summary>What `lotse check` finds.</summary>
    public async Task<IReadOnlyList<string>> VerifyAsync()
    {
        var found = new List<string>();
        await WithAsync<DeskDatabase>(async database =>
        {
            await using var now = DatabaseParts.Open(_location);
            await using var snapshot = await DatabaseSnapshot.OpenAsync(database);
            await new CheckDesk(snapshot, now, FilesPlace.Of(Folder, _wishes.Files).Open(TimeProvider.System), Folder, _clock ?? TimeProvider.System, found.Add).RunAsync();
        });
        return found;
    }

    /// <summary>What `lotse repair` does, and says.</summary>
    public async Task<List<string>> RepairAsync()
    {
        await using var scope = Serving.Services.CreateAsyncScope();
        var repair = new RepairCounters(scope.ServiceProvider.GetRequiredService<DeskDatabase>(), scope.ServiceProvider.GetRequiredService<Journal>());
        return await repair.RunAsync(TestContext.Current.CancellationToken).ToListAsync();
    }

    /// <summary>A look at the tables, for what no door shows.</summary>
    public Task<T> LookAsync<T>(Func<DeskDatabase, Task<T>> look) => WithAsync(look);

    public Task<string> TokenAsync(string email) => WithAsync<CreateApiToken, string>(async create => (await create.ForAsync(email, "test")).Token!);

    public async ValueTask DisposeAsync()
    {
        if (_serving is not null) await _serving.DisposeAsync();
        if (_wishes.Database is not null) NpgsqlConnection.ClearPool(new NpgsqlConnection(_location.Connection));
        else if (_location.Kind == DatabaseKind.Postgres) await (await PostgresServer.Current()).DropDatabaseAsync(_location.Connection);
        else
        {
            await using var pool = new SqliteConnection(_location.Connection);
            SqliteConnection.ClearPool(pool);
        }
        if (Directory.Exists(Folder) && _wishes.Folder is null) Directory.Delete(Folder, recursive: true);
    }

    private async Task ServeAsync() => _serving = await ServeDesk.StartAsync(new ServeSettings(_location, "http://127.0.0.1:0")
    {
        Lmtp = _wishes.Lmtp,
        Smtp = _wishes.Sink?.Uri ?? _wishes.Smtp,
        Clock = _clock ?? TimeProvider.System,
        Files = FilesPlace.Of(_location.Folder, _wishes.Files),
        NameServer = _wishes.NameServer ?? "127.0.0.1:9", // Nobody: tests stay on this machine.
        Tune = services =>
        {
            services.Replace(ServiceDescriptor.Singleton(new UndoWindow(_wishes.Undo)));
            services.Replace(ServiceDescriptor.Singleton(WebhookOptions.Parse(_wishes.WebhookNetworks)));
            services.Replace(ServiceDescriptor.Singleton<ILoggerFactory>(NullLoggerFactory.Instance)); // What a desk says belongs into no test's output.
            services.Configure<StaffOptions>(options => (options.TriesPerMinute, options.HashIterations, options.RefusedAfter) = (1000, 1000, TimeSpan.Zero));
        },
    }, TestContext.Current.CancellationToken);

    internal async Task<TResult> WithAsync<T, TResult>(Func<T, Task<TResult>> act) where T : notnull
    {
        await using var scope = Serving.Services.CreateAsyncScope();
        return await act(scope.ServiceProvider.GetRequiredService<T>());
    }

    private Task<TResult> WithAsync<TResult>(Func<DeskDatabase, Task<TResult>> act) => WithAsync<DeskDatabase, TResult>(act);

    private Task WithAsync<T>(Func<T, Task> act) where T : notnull => WithAsync<T, bool>(async t =>
    {
        await act(t);
        return true;
    });
}
