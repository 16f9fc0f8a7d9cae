using Lotse.Domain.Communities;

namespace Lotse.Intake.Senders;

/// <summary>A domain that mail of the desk comes from.</summary>
/// <param name="Key">The DKIM record's name where the desk signs; null where it does not.</param>
/// <param name="Hints">What DNS says; null as long as nobody has asked.</param>
public sealed record SenderView(string Domain, string? Key, IReadOnlyList<SenderHint>? Hints);
