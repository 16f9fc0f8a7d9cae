using System.Net;
using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Rows;
using Lotse.Domain.Tickets;
using Lotse.Replies;
using Lotse.Tickets;
using Lotse.Tickets.Working;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Setup.Sample;

/// <summary>Lets the sample mails come in by the desk's own door, and agents answer some of them. Broken off, it goes on at the next start:
/// a mail that is there already is found to be the same, and an act is done once.</summary>
internal sealed class PlaySample(IServiceProvider services, IPEndPoint door, ILogger log) : IAsyncDisposable
{
    private const string Done = "sample-played";

    private readonly CancellationTokenSource _stop = new();
    private Task _playing = Task.CompletedTask;

    public static PlaySample Start(IServiceProvider services, IPEndPoint door)
    {
        var play = new PlaySample(services, door, services.GetRequiredService<ILogger<PlaySample>>());
        play._playing = Task.Run(play.RunAsync);
        return play;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _playing;
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        try
        {
            await PlayAsync(_stop.Token);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // The desk is there for more than its samples.
            if (!_stop.IsCancellationRequested) log.LogWarning("Not all sample mails came in: {Error}", e.Message);
        }
    }

    private async Task PlayAsync(CancellationToken cancel)
    {
        if (await InDeskAsync(database => database.Settings.AnyAsync(s => s.Name == Done, cancel))) return;
        foreach (var mail in SampleMail.All)
        {
            foreach (var act in SampleStory.Acts.Where(act => mail.Name.StartsWith(act.Before, StringComparison.Ordinal))) await ActAsync(act, cancel);
            var answer = await DeliverByLmtp.RunAsync(door, mail.Sender, mail.Recipient, mail.Raw, cancel);
            if (answer[0] != '2') throw new IOException($"{mail.Name}: {answer}");
        }
        await InDeskAsync(async database =>
        {
            database.Settings.Add(new Setting { Name = Done, Value = "yes" });
            return await database.SaveChangesAsync(cancel);
        });
        log.LogInformation("{Count} sample mails are in", SampleMail.All.Count);
    }

    private async Task ActAsync(SampleAct act, CancellationToken cancel)
    {
        var ticket = await FindAsync(act.After, cancel);
        await using var scope = services.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<DeskDatabase>();
        var email = SampleStory.Agents.Single(agent => agent.Name == act.Agent).Email;
        var agent = await database.Users.SingleAsync(user => user.Email == email, cancel);
        if (await database.Messages.AnyAsync(m => m.TicketId == ticket.Id && m.AuthorId == agent.Id, cancel)) return;
        var by = new Acting(agent.Id, agent.Name, agent.Role, await database.AgentCommunities.Where(a => a.AgentId == agent.Id).Select(a => a.CommunityId).ToListAsync(cancel));
        await scope.ServiceProvider.GetRequiredService<WorkTicket>().RunAsync(by, ticket.Number, new ChangeTicket(Assignee: agent.Id), null, null, cancel);
        if (act.Note is { } note) await scope.ServiceProvider.GetRequiredService<WriteNote>().RunAsync(by, ticket.Number, note, null, cancel);
        if (act.Reply is { } reply) await scope.ServiceProvider.GetRequiredService<SendReply>().RunAsync(by, ticket.Number, new ReplyDraft(reply, null), cancel);
    }

    /// <summary>The door answers when a mail is safe; its ticket is there a moment later.</summary>
    private async Task<Ticket> FindAsync(string mailId, CancellationToken cancel)
    {
        for (var tries = 0; tries < 200; tries++)
        {
            var found = await InDeskAsync(database => database.Messages.Where(m => m.MailId == mailId)
                .Join(database.Tickets, m => m.TicketId, t => t.Id, (_, t) => t).FirstOrDefaultAsync(cancel));
            if (found is not null) return found;
            await Task.Delay(100, cancel);
        }
        throw new TimeoutException($"{mailId} has not become a ticket.");
    }

    private async Task<T> InDeskAsync<T>(Func<DeskDatabase, Task<T>> ask)
    {
        await using var scope = services.CreateAsyncScope();
        return await ask(scope.ServiceProvider.GetRequiredService<DeskDatabase>());
    }
}
