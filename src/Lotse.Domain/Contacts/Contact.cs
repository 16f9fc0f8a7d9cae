namespace Lotse.Domain.Contacts;

/// <summary>Who writes to us, within one community: communities are walls, so the same person is another contact elsewhere.</summary>
public sealed class Contact
{
    public long Id { get; init; }
    public long CommunityId { get; init; }
    public string Name { get; set; } = "";
    public string? Language { get; set; }
    public string Notes { get; set; } = "";
    public long? OrganisationId { get; set; }
    public DateTimeOffset CreatedAt { get; init; }
}

/// <summary>A firm, a club, an office that contacts of one community belong to.</summary>
public sealed class Organisation
{
    public long Id { get; init; }
    public long CommunityId { get; init; }
    public string Name { get; set; } = "";
    public string Notes { get; set; } = "";
}

/// <summary>An address by which a contact is known.</summary>
public sealed class ContactAddress
{
    public long Id { get; init; }
    public long ContactId { get; init; }
    public long CommunityId { get; init; }

    /// <summary>Lower case.</summary>
    public string Address { get; init; } = "";

    /// <summary>When mail to it came back for good; null while it works.</summary>
    public DateTimeOffset? FailedAt { get; private set; }

    /// <summary>Why; or <see cref="Complaint"/>, which stays.</summary>
    public string? FailedBecause { get; private set; }

    /// <summary>Whoever reads mail there has called mail of ours unwanted (RFC 5965): no machine of ours writes there any more. People may.</summary>
    public bool HasComplained => FailedBecause == Complaint;

    public const string Complaint = "complaint";

    public void Fails(DateTimeOffset? at, string reason) => (FailedAt, FailedBecause) = (at, HasComplained ? Complaint : reason);

    /// <summary>A person writes from it, so it is there again; what they said of our mail still holds.</summary>
    public void Works() => (FailedAt, FailedBecause) = (null, HasComplained ? Complaint : null);

    public void Complains() => FailedBecause = Complaint;
}

/// <summary>A telephone number of a contact.</summary>
public sealed class ContactPhone
{
    public const int AtMost = 5;

    public long Id { get; init; }
    public long ContactId { get; init; }
    public long CommunityId { get; init; }

    /// <summary>E.164: a plus sign and up to 15 digits.</summary>
    public string Number { get; init; } = "";

    /// <summary>The message in whose signature it stood; null where an agent typed it.</summary>
    public long? MessageId { get; init; }

    public DateTimeOffset At { get; init; }
}
