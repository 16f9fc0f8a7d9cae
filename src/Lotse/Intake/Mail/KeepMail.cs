using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Rows;
using Lotse.Adapters.Database.Writing;

namespace Lotse.Intake.Mail;

internal sealed record MailToKeep(RawMail Raw, IReadOnlyList<Delivery> Deliveries);

/// <summary>Makes raw mails durable, many in one commit.</summary>
public sealed class KeepMail
{
    private readonly IServiceScopeFactory _scopes;
    private readonly WriteGate _gate;
    private readonly StoreHealth _health;
    private readonly GroupCommit<MailToKeep, bool> _group;

    public KeepMail(IServiceScopeFactory scopes, WriteGate gate, StoreHealth health)
    {
        (_scopes, _gate, _health) = (scopes, gate, health);
        _group = new(CommitAsync);
    }

    internal Task<bool> AddAsync(MailToKeep mail, CancellationToken cancel) => _group.AddAsync(mail, cancel);

    public Task RunAsync(CancellationToken cancel) => _group.RunAsync(cancel);

    private async Task<IReadOnlyList<bool>> CommitAsync(IReadOnlyList<MailToKeep> mails, CancellationToken cancel)
    {
        await using var scope = _scopes.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<DeskDatabase>();
        using var pass = await _gate.EnterAsync(cancel);
        await using var transaction = await database.Database.BeginTransactionAsync(cancel);
        await NewRows.InsertAsync(database, [.. mails.Select(mail => mail.Raw), .. mails.SelectMany(mail => mail.Deliveries)], CancellationToken.None);
        await transaction.CommitAsync(CancellationToken.None);
        _health.Wrote();
        return new bool[mails.Count];
    }
}
