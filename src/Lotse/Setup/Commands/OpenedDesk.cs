using System.CommandLine;
using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Opening;
using Lotse.Adapters.Files;
using Lotse.Staff;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Setup.Commands;

/// <summary>The desk's data opened by a verb that does one thing and ends.</summary>
public sealed class OpenedDesk : IAsyncDisposable
{
    private readonly ServiceProvider _provider;
    private readonly AsyncServiceScope _scope;

    private OpenedDesk(ServiceProvider provider) => (_provider, _scope) = (provider, provider.CreateAsyncScope());

    public DeskDatabase Database => Get<DeskDatabase>();

    public T Get<T>() where T : notnull => _scope.ServiceProvider.GetRequiredService<T>();

    public static DatabaseLocation Location(ParseResult parsed) => DatabaseLocation.Of(parsed.GetValue(DeskOptions.Data)!, parsed.GetValue(DeskOptions.Database));

    public static FilesPlace Files(ParseResult parsed) => FilesPlace.Of(Location(parsed).Folder, parsed.GetValue(DeskOptions.Files), DeskOptions.FilesSecret);

    /// <summary>Makes the folder where it is missing and brings the tables up to date.</summary>
    public static async Task<OpenedDesk> OpenAsync(ParseResult parsed, Action<IServiceCollection>? more = null, CancellationToken cancel = default)
    {
        var location = Location(parsed);
        PrivateFile.Folder(location.Folder);
        var services = new ServiceCollection();
        services.AddSingleton(Clock.OfThisMachine).AddLogging().AddDatabase(location).AddStaff().AddSetUp();
        more?.Invoke(services);
        var desk = new OpenedDesk(services.BuildServiceProvider());
        await MigrateDatabase.RunAsync(desk.Database, location, Clock.OfThisMachine, cancel);
        desk.Database.Database.SetCommandTimeout(0); // What a verb counts in a large desk takes as long as it takes.
        return desk;
    }

    public async ValueTask DisposeAsync()
    {
        await _scope.DisposeAsync();
        await _provider.DisposeAsync();
    }
}
