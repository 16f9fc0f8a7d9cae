using Lotse.Domain.Routing;
using Lotse.Domain.Tickets;

namespace Lotse.Adapters.Database.Rows;

/// <summary>Who is responsible for what, as it is kept.</summary>
public sealed class ResponsibilityRow
{
    public const int LongestNote = 400;

    public long Id { get; init; }
    public long CommunityId { get; init; }
    public long? OrganisationId { get; set; }
    public long? ProductId { get; set; }
    public long? TopicId { get; set; }
    public long? MailboxId { get; set; }
    public string? Language { get; set; }
    public Level? Level { get; set; }

    /// <summary>Agents and teams in order: a12 t7, with spaces between.</summary>
    public string Holders { get; set; } = "";

    /// <summary>Ids of agents in order, with spaces between.</summary>
    public string Deputies { get; set; } = "";

    public long? AgreementWithId { get; set; }
    public DateTimeOffset? From { get; set; }
    public DateTimeOffset? Until { get; set; }
    public long? SupportGroupId { get; set; }
    public string Note { get; set; } = "";
    public long Version { get; set; }
}

/// <summary>A time in which an agent does no work.</summary>
public sealed class AbsenceRow
{
    public long Id { get; init; }
    public long AgentId { get; init; }
    public AbsenceKind Kind { get; set; }
    public DateTimeOffset From { get; set; }
    public DateTimeOffset? Until { get; set; }
    public WithTickets Tickets { get; set; }
    public string Note { get; set; } = "";
    public long? EnteredById { get; init; }
    public long Version { get; set; }
}

/// <summary>Who stands in for an agent in everything, and when that agent is not there in every week.</summary>
public sealed class StandIns
{
    public long AgentId { get; init; }

    /// <summary>Ids of agents in order, with spaces between.</summary>
    public string Deputies { get; set; } = "";

    /// <summary>Weekday and minutes: 5,720,1440 2,0,1440, with spaces between.</summary>
    public string Weekly { get; set; } = "";

    public long Version { get; set; }
}
