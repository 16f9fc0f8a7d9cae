using Lotse.Domain.Replies.Automatic;

namespace Lotse.Domain.Communities;

/// <summary>Acknowledgements of a community were switched on or off, or their words changed.</summary>
public sealed record AcknowledgementsChanged(long CommunityId, bool On) : Fact;

/// <summary>What stands below answers was changed.</summary>
public sealed record SignaturesChanged(long CommunityId) : Fact;

/// <summary>Whose forwarded mails a community takes for their customers'.</summary>
public sealed record ForwardsChanged(long CommunityId, ForwardsFrom From) : Fact;

/// <summary>The mail servers whose word on senders counts.</summary>
public sealed record TrustedReceiversChanged(IReadOnlyList<string> Names) : Fact;

/// <summary>How many automatic mails may leave.</summary>
public sealed record AutomaticCapsChanged(AutomaticCaps Caps) : Fact;
