using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Opening;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Adapters.Secrets;

/// <summary>The keys by which sessions, forms and secrets are protected.</summary>
public static class DeskKeys
{
    public const string Application = "lotse";

    /// <summary>As the framework has it by default.</summary>
    private static readonly TimeSpan Life = TimeSpan.FromDays(90);

    /// <summary>Makes the first one where there is none. Two desks that start on an empty database would else each make one, and each know for a day of its own only: whoever is sent from
    /// one to the other would be signed out.</summary>
    public static async Task BeginAsync(DeskDatabase database, DatabaseLocation location, TimeProvider clock, CancellationToken cancel)
    {
        if (location.Kind == DatabaseKind.Sqlite || await database.DataProtectionKeys.AnyAsync(cancel)) return;
        var services = new ServiceCollection().AddLogging().AddSingleton(clock).AddDatabase(location);
        services.AddDataProtection().SetApplicationName(Application).PersistKeysToDbContext<DeskDatabase>();
        await using var provider = services.BuildServiceProvider();
        var now = clock.GetUtcNow();
        provider.GetRequiredService<IKeyManager>().CreateNewKey(now, now + Life);
    }
}
