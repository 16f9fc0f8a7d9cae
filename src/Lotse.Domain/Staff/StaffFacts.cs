using Lotse.Domain.Routing;
using Lotse.Domain.Tickets;

namespace Lotse.Domain.Staff;

/// <summary>A fact about one agent.</summary>
public abstract record AgentFact(long AgentId) : Fact;

public sealed record AgentInvited(long AgentId, string Name, Role Role, IReadOnlyList<long> Communities, DateTimeOffset Until) : AgentFact(AgentId), IChangesWhoActs;

/// <summary>A new link to set a password was given out; the old password and all sessions are gone, and so are API tokens, each by a fact of its own.</summary>
/// <param name="SecondStepRemoved">The agent has lost the device with the codes.</param>
public sealed record AgentInvitedAgain(long AgentId, bool SecondStepRemoved, DateTimeOffset Until) : AgentFact(AgentId);

public sealed record InviteAccepted(long AgentId) : AgentFact(AgentId), IChangesWhoActs;

public sealed record AgentChanged(long AgentId, string Name, Role Role, IReadOnlyList<long> Communities) : AgentFact(AgentId), IChangesWhoActs;

public sealed record AgentDeactivated(long AgentId) : AgentFact(AgentId), IChangesWhoActs;

public sealed record AgentActivated(long AgentId) : AgentFact(AgentId), IChangesWhoActs;

public sealed record SignedIn(long AgentId, bool WithSecondStep) : AgentFact(AgentId);

/// <summary>Too many wrong tries in a row.</summary>
public sealed record SignInLocked(long AgentId, DateTimeOffset Until) : AgentFact(AgentId);

public sealed record PasswordChanged(long AgentId) : AgentFact(AgentId);

public sealed record SecondStepTurnedOn(long AgentId) : AgentFact(AgentId);

public sealed record SecondStepTurnedOff(long AgentId) : AgentFact(AgentId);

public sealed record RecoveryCodesMade(long AgentId) : AgentFact(AgentId);

/// <param name="Left">How many are left.</param>
public sealed record RecoveryCodeUsed(long AgentId, int Left) : AgentFact(AgentId);

public sealed record TokenCreated(long AgentId, long TokenId, string Name, string Scopes) : AgentFact(AgentId);

public sealed record TokenRevoked(long AgentId, long TokenId, string Name) : AgentFact(AgentId);
