using System.Text.Json;
using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Rows;
using Lotse.Domain;
using Lotse.Domain.Routing;
using Lotse.Domain.Routing.Exchange;
using Lotse.Domain.Tickets;
using Lotse.Tickets;
using Lotse.Tickets.Responsible;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Routing.Table;

/// <param name="Rule">Its id does not matter.</param>
/// <param name="Version">That was seen; null for a new row, or to change whatever is there.</param>
public sealed record ResponsibilityWish(Responsibility Rule, string? Note, long? Version = null);

/// <summary>Keeps who is responsible for what. What it says counts for the next ticket, on every desk.</summary>
public sealed class KeepResponsibilities(DeskDatabase database, Journal journal, Ids ids, TimeProvider clock)
{
    public const string NotKnown = PlanRows.NotKnown, NoteTooLong = PlanRows.NoteTooLong, AlreadyOver = PlanRows.Over;

    /// <param name="id">Null for a new one.</param>
    public Task<Answer<ResponsibilityRow>> SaveAsync(Acting by, long? id, ResponsibilityWish wish, CancellationToken cancel) => journal.RetryAsync<Answer<ResponsibilityRow>>(async () =>
    {
        var scope = wish.Rule.Scope;
        if (!by.Sees(scope.CommunityId) || !await database.Communities.AnyAsync(c => c.Id == scope.CommunityId, cancel)) return Refusals.NotFound;
        if (by.Role < Role.Lead) return new Refusal(Refusals.LeadsOnly);
        var row = id is null ? null : await database.Responsibilities.AsTracking().VisibleTo(by).SingleOrDefaultAsync(r => r.Id == id && r.CommunityId == scope.CommunityId, cancel);
        if (id is not null && row is null) return Refusals.NotFound;
        if (row is not null && wish.Version is { } seen && seen != row.Version) return Refusals.Changed;
        var note = wish.Note?.Trim() ?? "";
        if (note.Length > ResponsibilityRow.LongestNote) return new Refusal(NoteTooLong, "note");
        if (await StrangerAsync(wish.Rule, cancel) is { } stranger) return new Refusal(NotKnown, stranger);
        var now = clock.GetUtcNow(); // What is over does not stand in the way.
        var others = (await database.Responsibilities.Where(r => r.CommunityId == scope.CommunityId && r.ProductId == scope.ProductId && r.TopicId == scope.TopicId && (r.Until == null || r.Until > now)).ToListAsync(cancel)).ConvertAll(other => other.AsRule());
        if (CheckResponsibilities.Check(wish.Rule with { Id = id ?? 0 }, others) is { } refusal) return refusal;
        if (row is null) database.Responsibilities.Add(row = new ResponsibilityRow { Id = ids.Next(), CommunityId = scope.CommunityId });
        Write(row, wish.Rule, note);
        journal.Record(new ResponsibilitySaved(row.Id, JsonSerializer.Serialize(row)), scope.CommunityId, by.AgentId);
        await journal.SaveAsync(cancel);
        return row;
    });

    /// <summary>From now on it does not hold any more. It stays in the table, so that what it did can be understood.</summary>
    public Task<Answer<ResponsibilityRow>> RevokeAsync(Acting by, long id, CancellationToken cancel) => journal.RetryAsync<Answer<ResponsibilityRow>>(async () =>
    {
        if (await database.Responsibilities.AsTracking().VisibleTo(by).SingleOrDefaultAsync(r => r.Id == id, cancel) is not { } row) return Refusals.NotFound;
        if (by.Role < Role.Lead) return new Refusal(Refusals.LeadsOnly);
        var now = clock.GetUtcNow();
        if (row.Until <= now) return new Refusal(AlreadyOver);
        if (row.From >= now) row.From = now; // It never held: it ends in the moment in which it would have begun.
        (row.Until, row.Version) = (now, row.Version + 1);
        journal.Record(new ResponsibilityRevoked(row.Id, now), row.CommunityId, by.AgentId);
        await journal.SaveAsync(cancel);
        return row;
    });

    internal static void Write(ResponsibilityRow row, Responsibility rule, string note)
    {
        var scope = rule.Scope;
        (row.OrganisationId, row.ProductId, row.TopicId, row.MailboxId, row.Language, row.Level) = (scope.OrganisationId, scope.ProductId, scope.TopicId, scope.MailboxId, scope.Language, scope.Level);
        (row.Holders, row.Deputies, row.AgreementWithId) = (RoutingTexts.Holders(rule.Holders.Distinct()), RoutingTexts.Ids(rule.Deputies.Distinct()), rule.AgreementWithId);
        (row.From, row.Until, row.SupportGroupId, row.Note, row.Version) = (rule.From, rule.Until, rule.SupportGroupId, note, row.Version + 1);
    }

    /// <summary>The field that names something which is not there, or not in this community.</summary>
    private async Task<string?> StrangerAsync(Responsibility rule, CancellationToken cancel)
    {
        var scope = rule.Scope;
        if (scope.Level is { } level && !Enum.IsDefined(level)) return "level";
        if (scope.Language is { } language && (language.Length != 2 || !language.All(char.IsAsciiLetterLower))) return "language";
        foreach (var (id, kind, field) in new (long?, CategoryKind, string)[] { (scope.ProductId, CategoryKind.Product, "product"), (scope.TopicId, CategoryKind.Topic, "topic"), (rule.SupportGroupId, CategoryKind.SupportGroup, "supportGroup") })
        {
            if (id is not null && !await database.Categories.AnyAsync(c => c.Id == id && c.CommunityId == scope.CommunityId && c.Kind == kind, cancel)) return field;
        }
        if (scope.MailboxId is { } mailbox && !await database.Mailboxes.AnyAsync(m => m.Id == mailbox && m.CommunityId == scope.CommunityId, cancel)) return "mailbox";
        if (scope.OrganisationId is { } organisation && !await database.Organisations.AnyAsync(o => o.Id == organisation && o.CommunityId == scope.CommunityId, cancel)) return "organisation";
        var teams = rule.Holders.Select(one => one.TeamId).OfType<long>().Distinct().ToList();
        if (await database.Teams.CountAsync(t => teams.Contains(t.Id) && t.CommunityId == scope.CommunityId, cancel) != teams.Count) return "holders";
        var holders = rule.Holders.Select(one => one.AgentId).OfType<long>().Distinct().ToList();
        var people = holders.Concat(rule.Deputies).Concat(rule.AgreementWithId is { } with ? [with] : []).Distinct().ToList();
        var known = await database.Users.Where(a => people.Contains(a.Id) && (a.Role == Role.Admin || database.AgentCommunities.Any(l => l.AgentId == a.Id && l.CommunityId == scope.CommunityId))).Select(a => a.Id).ToListAsync(cancel);
        if (holders.Except(known).Any()) return "holders";
        if (rule.Deputies.Except(known).Any()) return "deputies";
        return rule.AgreementWithId is { } agreement && !known.Contains(agreement) ? "agreementWith" : null;
    }
}
