using System.Globalization;
using Lotse.Domain.Routing;
using Lotse.Tickets.Pages;
using Lotse.Tickets.Reading;

namespace Lotse.Tickets.Responsible;

/// <summary>A look-up of who is responsible, with the names of today.</summary>
public static class RoutedEvents
{
    /// <summary>Between the names that a row is for; the page puts words to them.</summary>
    public const char Between = '\u001f';

    public static Reading.TicketRouted Of(Domain.Routing.TicketRouted f, NamesNow names) => new(
        About(f.For, names), f.ResponsibilityId?.ToString(CultureInfo.InvariantCulture), names.Agent(f.To), f.TeamId is { } team ? names.Teams.GetValueOrDefault(team) : null,
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
