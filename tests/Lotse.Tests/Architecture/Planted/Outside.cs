using Lotse.Tests.Architecture;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;

namespace Planted.Adapters.Database
{
    internal abstract class PlantedTables(DbContextOptions options) : DbContext(options)
    {
        public IQueryable<string> Secrets => Enumerable.Empty<string>().AsQueryable();
    }

    /// <summary>No offender: SQL is at home here.</summary>
    internal sealed class WritesSql
    {
        public static Task Clear(PlantedTables tables) => tables.Database.ExecuteSqlRawAsync("DELETE FROM secrets");
    }
}

namespace Planted.Tickets
{
    using Adapters.Database;

    /// <summary>No offender: this is the gate.</summary>
    internal sealed class PlantedGate(PlantedTables tables)
    {
        public IQueryable<string> Visible => tables.Secrets.Where(secret => secret.Length > 0);
    }

    [Breaks(Rules.TablesHaveGates)]
    internal sealed class GoesPastTheGate(PlantedTables tables)
    {
        public async Task<int> CountAsync()
        {
            await Task.Yield();
            return tables.Secrets.Count();
        }
    }

    [Breaks(Rules.TablesHaveGates)]
    internal sealed class GoesAroundTheGate(PlantedTables tables)
    {
        public IQueryable<object> All => tables.Set<object>();
    }

    /// <summary>A page that fetches, in a base class's disguise.</summary>
    [Breaks(nameof(Rules.PagesAskNoDatabase))]
    internal sealed class PageThatFetches : LayoutComponentBase
    {
        [Inject]
        public PlantedTables? Tables { get; set; }
    }

    /// <summary>No offender: a page that shows.</summary>
    internal sealed class PageThatShows : ComponentBase
    {
        [Parameter]
        public long Number { get; set; }
    }
}

namespace Planted.Intake
{
    /// <summary>Only in a catch clause.</summary>
    [Breaks(nameof(Rules.MailLibraryStaysInMailServer))]
    internal sealed class CatchesTheLibrary
    {
        public static bool Try(Action attempt)
        {
            try
            {
                attempt();
                return true;
            }
            catch (MimeKit.ParseException)
            {
                return false;
            }
        }
    }

    [Breaks(nameof(Rules.MailLibraryStaysInMailServer))]
    internal sealed class ParsesInAnAsyncLambda
    {
        public static Func<Stream, Task<string?>> Read { get; } = async stream => (await MimeKit.MimeMessage.LoadAsync(stream)).Subject;
    }

    /// <summary>Only in a catch clause inside an async method.</summary>
    [Breaks(nameof(Rules.SqlStaysInDatabase))]
    internal sealed class CatchesTheProvider
    {
        public static async Task TryAsync(Func<Task> attempt)
        {
            try
            {
                await attempt();
            }
            catch (Npgsql.PostgresException)
            {
                await Task.Yield();
            }
        }
    }

    [Breaks(nameof(Rules.SqlStaysInDatabase))]
    internal sealed class WritesSqlInAnAsyncIterator
    {
        public static async IAsyncEnumerable<int> Clear(DbContext tables)
        {
            yield return await tables.Database.ExecuteSqlRawAsync("DELETE FROM mails");
        }
    }

    [Breaks(nameof(Rules.OnePlaceReadsTheClock))]
    internal sealed class ReadsTheClock
    {
        public static IEnumerable<DateTimeOffset> Ticks()
        {
            yield return TimeProvider.System.GetUtcNow();
        }
    }

    [Breaks(nameof(Rules.OnePlaceMakesIds))]
    internal sealed class MakesItsOwnId
    {
        public static Func<Task<Guid>> Next { get; } = async () =>
        {
            await Task.Yield();
            return Guid.CreateVersion7();
        };
    }

    /// <summary>No offender: it is given the clock, and reads it.</summary>
    internal sealed class IsGivenTheClock(TimeProvider clock)
    {
        public DateTimeOffset Now => clock.GetUtcNow();
    }
}
