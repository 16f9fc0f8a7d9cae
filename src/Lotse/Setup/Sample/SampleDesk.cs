using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Opening;
using Lotse.Adapters.Files;
using Lotse.Domain.Communities;
using Lotse.Domain.Staff;
using Lotse.Domain.Tickets;
using Lotse.Setup.Commands;
using Lotse.Staff.Agents;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Setup.Sample;

/// <summary>Fills an empty desk with made-up communities and agents, and remembers in the data folder how to sign in.
/// A desk that was set up in another way is left as it is.</summary>
/// <param name="Password">Everybody's; made anew for each desk.</param>
internal sealed record SampleDesk(string Folder, string Password)
{
    private const string Remembered = "sample-sign-in.txt";

    /// <returns>Null where the desk is somebody's own.</returns>
    public static async Task<SampleDesk?> PrepareAsync(OpenedDesk desk, DatabaseLocation location, CancellationToken cancel)
    {
        var file = Path.Combine(location.Folder, Remembered);
        if (await desk.Get<SetUpDesk>().IsDoneAsync(cancel)) return File.Exists(file) ? new(location.Folder, (await File.ReadAllTextAsync(file, cancel)).Trim()) : null;
        var sample = new SampleDesk(location.Folder, $"lotse-{Ids.Secret(6)}");
        await using (var remembered = PrivateFile.Create(file))
        {
            await remembered.WriteAsync(System.Text.Encoding.ASCII.GetBytes(sample.Password + "\n"), cancel);
        }
        await sample.FillAsync(desk, cancel);
        return sample;
    }

    /// <summary>What a newcomer reads.</summary>
    public IEnumerable<string> Lines(System.Net.IPEndPoint? door, string? smtp)
    {
        yield return "";
        yield return $"Sign in with the password {Password} as";
        foreach (var agent in SampleStory.Agents) yield return $"  {agent.Email,-22} {agent.Role.ToString().ToLowerInvariant()}";
        if (door is not null) yield return $"Mail comes in by LMTP at {door}, to {string.Join(", ", SampleStory.Communities.Select(one => one.Mailbox))}";
        yield return smtp is null
            ? $"Mail that goes out stays on this machine, in {Path.Combine(Folder, "outgoing")}"
            : "Mail that goes out is really sent, by the server of --smtp";
    }

    private async Task FillAsync(OpenedDesk desk, CancellationToken cancel)
    {
        var (first, admin) = (SampleStory.Communities[0], SampleStory.Agents[0]);
        var done = await desk.Get<SetUpDesk>().RunAsync(admin.Email, admin.Name, Password, first.Name, [first.Mailbox], cancel);
        if (done.Refusal is { } refusal) throw new CommandFailed($"The sample desk cannot be set up: {refusal.Code}");
        var communities = await AddCommunitiesAsync(desk, done.CommunityId, cancel);
        foreach (var agent in SampleStory.Agents.Skip(1))
        {
            var invited = await desk.Get<AddAgent>().RunAsync(new InviteAgent(agent.Email, agent.Name, agent.Role, [.. agent.Communities.Select(i => communities[i])]), done.AdminId, cancel);
            if (invited.Token is { } token) await desk.Get<AcceptInvite>().RunAsync(token, Password, cancel);
        }
    }

    private static async Task<List<long>> AddCommunitiesAsync(OpenedDesk desk, long firstId, CancellationToken cancel)
    {
        var (database, ids, now) = (desk.Database, desk.Get<Ids>(), Clock.OfThisMachine.GetUtcNow());
        var made = new List<long> { firstId };
        foreach (var sample in SampleStory.Communities.Skip(1))
        {
            var community = new Community { Id = ids.Next(), Name = sample.Name, Language = sample.Language, CreatedAt = now };
            database.Communities.Add(community);
            database.Mailboxes.Add(new Mailbox { Id = ids.Next(), CommunityId = community.Id, Address = sample.Mailbox, Name = sample.Name });
            made.Add(community.Id);
        }
        database.Teams.AddRange(made.Select((id, i) => new Team { Id = ids.Next(), CommunityId = id, Name = SampleStory.Communities[i].Team }));
        await desk.Get<Journal>().SaveAsync(cancel);
        return made;
    }
}
