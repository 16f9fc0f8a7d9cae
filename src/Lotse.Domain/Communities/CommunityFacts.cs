using Lotse.Domain.Replies.Automatic;

namespace Lotse.Domain.Communities;

/// <summary>Acknowledgements of a community were switched on or off, or their words changed.</summary>
public sealed record AcknowledgementsChanged(long CommunityId, bool On) : Fact;

/// <summary>How many automatic mails may leave.</summary>
public sealed record AutomaticCapsChanged(AutomaticCaps Caps) : Fact;
