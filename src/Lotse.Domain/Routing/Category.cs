namespace Lotse.Domain.Routing;

public enum CategoryKind { Product = 0, Topic = 1, SupportGroup = 2 }

/// <summary>What a ticket of a community can be about, or the group that its work is booked on.</summary>
public sealed class Category
{
    public const int LongestName = 80, LongestWords = 2000;

    public long Id { get; init; }
    public long CommunityId { get; init; }
    public CategoryKind Kind { get; init; }
    public string Name { get; set; } = "";

    /// <summary>By which a ticket is told to be about it: words and short phrases, one to a line or with commas between.</summary>
    public string Words { get; set; } = "";

    /// <summary>What comes in by this mailbox is about it, whatever it says; null for none.</summary>
    public long? MailboxId { get; set; }

    /// <summary>Tickets that have it keep it; new ones do not get it any more.</summary>
    public bool Retired { get; set; }
}
