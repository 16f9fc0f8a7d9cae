using Lotse.Ui;

namespace Lotse.Intake.Mail.Forwarding;

/// <summary>What becomes of mail that somebody of ours forwards, for admins.</summary>
/// <param name="Trusted">Names of mail servers, as kept or as typed.</param>
public sealed record ForwardingView(IReadOnlyList<CommunityForwards> Communities, string Trusted, IReadOnlyList<Refusal> Refusals);

/// <param name="From">nobody, agents or ownDomains.</param>
public sealed record CommunityForwards(string Id, string Name, string From);
