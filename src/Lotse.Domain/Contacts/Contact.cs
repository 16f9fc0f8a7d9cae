namespace Lotse.Domain.Contacts;

/// <summary>Who writes to us, within one community: communities are walls, so the same person is another contact elsewhere.</summary>
public sealed class Contact
{
    public long Id { get; init; }
    public long CommunityId { get; init; }
    public string Name { get; set; } = "";
    public string? Language { get; set; }
    public string Notes { get; set; } = "";
    public DateTimeOffset CreatedAt { get; init; }
}

/// <summary>An address by which a contact is known.</summary>
public sealed class ContactAddress
{
    public long Id { get; init; }
    public long ContactId { get; init; }
    public long CommunityId { get; init; }

    /// <summary>Lower case.</summary>
    public string Address { get; init; } = "";

    /// <summary>When and why mail to it came back for good; null while it works.</summary>
    public DateTimeOffset? FailedAt { get; set; }

    public string? FailedBecause { get; set; }
}
