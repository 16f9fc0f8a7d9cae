using Lotse.Domain.Tickets;

namespace Lotse.Domain.Routing;

/// <summary>What is known of a ticket when somebody is looked for.</summary>
/// <param name="MailboxId">The channel that it came by.</param>
public sealed record Case(long CommunityId, long? ProductId, long? TopicId, string? Language, long MailboxId, Level Level, long? OrganisationId)
{
    public static Case Of(Ticket ticket, long? organisation) => new(ticket.CommunityId, ticket.ProductId, ticket.TopicId, ticket.Language, ticket.MailboxId, ticket.Level, organisation);
}

/// <summary>A person, or a team in whose queue it waits.</summary>
public sealed record Holder(long? AgentId, long? TeamId);

/// <summary>For which cases a row holds; null stands for any.</summary>
public sealed record Scope(long CommunityId, long? OrganisationId = null, long? ProductId = null, long? TopicId = null, long? MailboxId = null, string? Language = null, Level? Level = null)
{
    /// <summary>How narrow it is: more that is named goes before less; of as much, in this order: organisation, product, topic, channel, language, level. No two different
    /// sets of names are alike, so that of all rows that fit a case exactly one is the narrowest.</summary>
    public int Rank => ((Count << 6) | Mask);

    internal const int Organisation = 32;

    private int Count => System.Numerics.BitOperations.PopCount((uint)Mask);

    internal int Mask => (OrganisationId is null ? 0 : Organisation) | (ProductId is null ? 0 : 16) | (TopicId is null ? 0 : 8) | (MailboxId is null ? 0 : 4) | (Language is null ? 0 : 2) | (Level is null ? 0 : 1);

    /// <summary>What it says of the names in the mask, and nothing of the others.</summary>
    internal Scope Only(int mask) => new(CommunityId, (mask & Organisation) != 0 ? OrganisationId : null, (mask & 16) != 0 ? ProductId : null, (mask & 8) != 0 ? TopicId : null,
        (mask & 4) != 0 ? MailboxId : null, (mask & 2) != 0 ? Language : null, (mask & 1) != 0 ? Level : null);

    public bool Fits(Case one) => CommunityId == one.CommunityId && (OrganisationId is null || OrganisationId == one.OrganisationId) && (ProductId is null || ProductId == one.ProductId)
        && (TopicId is null || TopicId == one.TopicId) && (MailboxId is null || MailboxId == one.MailboxId)
        && (Language is null || string.Equals(Language, one.Language, StringComparison.Ordinal)) && (Level is null || Level == one.Level);

    /// <summary>What a case has to say in a row that names as much as <paramref name="mask"/>; null where the case does not say it.</summary>
    internal static Scope? Of(Case one, int mask)
    {
        var scope = new Scope(one.CommunityId, Has(Organisation) ? one.OrganisationId : null, Has(16) ? one.ProductId : null, Has(8) ? one.TopicId : null, Has(4) ? one.MailboxId : null,
            Has(2) ? one.Language : null, Has(1) ? one.Level : null);
        return scope.Mask == mask ? scope : null;

        bool Has(int bit) => (mask & bit) != 0;
    }
}

/// <summary>Who is responsible for what, from when until when.</summary>
/// <param name="Holders">The first who is there gets it; a team is always there.</param>
/// <param name="Deputies">Of this responsibility, in order; before the deputies that people have for everything.</param>
/// <param name="AgreementWithId">Whoever gets it agrees what is said with this colleague.</param>
/// <param name="From">Null for always.</param>
/// <param name="Until">Null until it is revoked.</param>
/// <param name="SupportGroupId">Offered where the ticket has none.</param>
public sealed record Responsibility(
    long Id, Scope Scope, IReadOnlyList<Holder> Holders, IReadOnlyList<long> Deputies, long? AgreementWithId, DateTimeOffset? From, DateTimeOffset? Until, long? SupportGroupId)
{
    public bool HoldsAt(DateTimeOffset at) => (From is null || From <= at) && (Until is null || at < Until);

    /// <summary>Both hold in the same moment at some time.</summary>
    public bool MeetsInTime(Responsibility other) => (From is null || other.Until is null || From < other.Until) && (other.From is null || Until is null || other.From < Until);
}
