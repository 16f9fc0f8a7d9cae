using System.Globalization;
using Lotse.Domain.Routing;
using Lotse.Domain.Tickets;
using Lotse.Domain.Tickets.Moving;
using Lotse.Tickets.Pages;
using Lotse.Tickets.Reading;

namespace Lotse.Tickets.Responsible;

/// <summary>How a ticket came to whoever has it and what it is about, with the names of today.</summary>
public static class RoutedEvents
{
    /// <summary>Between the names that a row is for; the page puts words to them.</summary>
    public const char Between = '\u001f';

    /// <returns>Null for what is no such fact.</returns>
    public static Happened? Of(TicketFact fact, NamesNow names) => fact switch
    {
        Domain.Routing.TicketRouted f => Of(f, names),
        TicketDealt f => new QueueDealt(names.Teams.GetValueOrDefault(f.TeamId, "?"), names.Agent(f.From), names.Agent(f.To), f.Because),
        TicketClassified f => new CategoryTold(f.Kind, names.Category(f.To), f.Because, f.Word, f.Corrections),
        _ => null,
    };

    public static Reading.TicketRouted Of(Domain.Routing.TicketRouted f, NamesNow names) => new(
        f.ResponsibilityId == 0 ? OverTheWall.Untold : About(f.For, names), f.ResponsibilityId is { } row ? row == 0 ? "" : row.ToString(CultureInfo.InvariantCulture) : null, names.Agent(f.To), f.TeamId is { } team ? names.Teams.GetValueOrDefault(team) : null,
        names.Agent(f.ActsForId), names.Agent(f.From), f.Because, [.. f.PassedOver.Select(one => new NotThere(names.Agent(one.AgentId) ?? "?", one.Until, one.MayNot))], f.Occasion);

    /// <summary>The names of what it holds for, but for the organisation.</summary>
    public static string About(Scope? scope, NamesNow names)
    {
        if (scope is null) return "";
        string?[] said =
        [
            names.Category(scope.ProductId), names.Category(scope.TopicId), scope.MailboxId is { } mailbox ? names.Mailboxes.GetValueOrDefault(mailbox) : null,
            scope.Language is { } language ? $"language:{language}" : null, scope.Level is { } level ? $"level:{((int)level).ToString(CultureInfo.InvariantCulture)}" : null,
        ];
        return string.Join(Between, said.OfType<string>());
    }
}
