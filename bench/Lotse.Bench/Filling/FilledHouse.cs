using System.Globalization;
using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Rows;
using Lotse.Adapters.Database.Rows.Promises;
using Lotse.Adapters.Files;
using Lotse.Bench.Mails;
using Lotse.Domain.Communities;
using Lotse.Domain.Routing;
using Lotse.Domain.ServiceTimes;
using Lotse.Domain.Tickets;
using Lotse.Tickets.Working;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Bench.Filling;

/// <summary>Whom tickets are for and who works on them.</summary>
/// <param name="Share">Of the tickets that come in.</param>
/// <param name="Plan">What is promised to those who write.</param>
internal sealed record FilledCommunity(Community Community, Mailbox Mailbox, PlanInForce Plan, double Share, double German, IReadOnlyList<long> Agents, IReadOnlyList<long> Teams, IReadOnlyList<Tag> Tags, IReadOnlyList<long> Products, IReadOnlyList<long> Topics);

/// <summary>A file that hangs on messages.</summary>
internal sealed record FilledFile(MailFile File, string Sha256);

/// <summary>A house of six communities, of which one has as many tickets as the others together: its people, teams, tags, products and files.</summary>
internal sealed class FilledHouse(IReadOnlyList<FilledCommunity> communities, IReadOnlyList<FilledFile> files)
{
    private const int AgentsOfEach = 12, TagsOfEach = 40, ProductsOfEach = 12, TopicsOfEach = 8, Files = 200;

    public IReadOnlyList<FilledCommunity> Communities => communities;

    public IReadOnlyList<FilledFile> Attached => files;

    public FilledCommunity Somewhere(Dice dice)
    {
        var at = dice.Share();
        foreach (var one in communities)
        {
            if (at < one.Share) return one;
            at -= one.Share;
        }
        return communities[^1];
    }

    /// <param name="since">From when on something is promised.</param>
    public static async Task<FilledHouse> BuildAsync(DeskDatabase database, FileStore store, Ids ids, Dice dice, DateTimeOffset since)
    {
        (string Name, double Share, double German)[] plan = [("Stadtblick", 0.5, 0.95), ("Funkwerk", 0.2, 0.8), ("Pressehafen", 0.12, 0.6), ("Rechnungsheft", 0.1, 0.5), ("Nordlicht", 0.05, 0.3), ("Leuchtturm", 0.03, 0.1)];
        var built = new List<FilledCommunity>();
        var password = await database.Users.Select(u => u.PasswordHash).FirstAsync(); // The administrator's, for all of them: one signs in as whom one likes.
        foreach (var (name, share, german) in plan) built.Add(Of(database, ids, name, share, german, password, since));
        await database.SaveChangesAsync();
        var files = new List<FilledFile>();
        for (var n = 0; n < Files; n++)
        {
            var bytes = dice.Bytes(dice.Between(2_000, 60_000));
            var name = string.Create(CultureInfo.InvariantCulture, $"{(n % 3 == 0 ? "Rechnung" : "Bildschirm")}-{n}.{(n % 3 == 0 ? "pdf" : "png")}");
            files.Add(new FilledFile(new MailFile(name, n % 3 == 0 ? "application/pdf" : "image/png", bytes), store.Put(bytes)));
        }
        return new FilledHouse(built, files);
    }

    private static FilledCommunity Of(DeskDatabase database, Ids ids, string name, double share, double german, string? password, DateTimeOffset since)
    {
        var community = new Community { Id = ids.Next(), Name = name, Language = german >= 0.5 ? "de" : "en", CreatedAt = DateTimeOffset.UnixEpoch };
        var mailbox = new Mailbox { Id = ids.Next(), CommunityId = community.Id, Name = name, Address = $"support@{name.ToLowerInvariant()}.example" };
        database.Communities.Add(community);
        database.Mailboxes.Add(mailbox);
        var teams = (List<Team>)[new() { Id = ids.Next(), CommunityId = community.Id, Name = $"{name} 1st" }, new() { Id = ids.Next(), CommunityId = community.Id, Name = $"{name} 2nd" }];
        database.Teams.AddRange(teams);
        var agents = new List<long>();
        for (var n = 0; n < AgentsOfEach; n++)
        {
            var address = string.Create(CultureInfo.InvariantCulture, $"{name.ToLowerInvariant()}-{n}@lotse.example");
            var agent = new AgentAccount
            {
                Id = ids.Next(), Name = string.Create(CultureInfo.InvariantCulture, $"{name} {n + 1}"), UserName = address, NormalizedUserName = address.ToUpperInvariant(), Email = address,
                NormalizedEmail = address.ToUpperInvariant(), SecurityStamp = address, PasswordHash = password, CreatedAt = DateTimeOffset.UnixEpoch,
            };
            agents.Add(agent.Id);
            database.Users.Add(agent);
            database.AgentCommunities.Add(new AgentCommunity { AgentId = agent.Id, CommunityId = community.Id });
            database.AgentTeams.Add(new AgentTeam { AgentId = agent.Id, TeamId = teams[n % 3 == 0 ? 1 : 0].Id });
        }
        var tags = Enumerable.Range(0, TagsOfEach).Select(n => new Tag { Id = ids.Next(), CommunityId = community.Id, Name = string.Create(CultureInfo.InvariantCulture, $"schlagwort-{n}") }).ToList();
        database.Tags.AddRange(tags);
        List<Category> Categories(CategoryKind kind, int count) => [.. Enumerable.Range(0, count).Select(n => new Category { Id = ids.Next(), CommunityId = community.Id, Kind = kind, Name = string.Create(CultureInfo.InvariantCulture, $"{kind} {n + 1}") })];
        var (products, topics) = (Categories(CategoryKind.Product, ProductsOfEach), Categories(CategoryKind.Topic, TopicsOfEach));
        database.Categories.AddRange(products.Concat(topics));
        var plan = new ServicePlan(WeekHours.Usual, [], ClosedDays.None, [new Promise(FirstAnswer: 4 * 60, NextAnswer: 8 * 60, Resolution: 5 * 8 * 60, Warn: 60)]);
        database.ServicePlans.Add(new ServicePlanRow { CommunityId = community.Id, Plan = PlansInForce.Write(plan), Since = since, Version = 1 });
        return new FilledCommunity(community, mailbox, new PlanInForce(plan, since), share, german, agents, [.. teams.Select(t => t.Id)], tags, [.. products.Select(c => c.Id)], [.. topics.Select(c => c.Id)]);
    }
}
