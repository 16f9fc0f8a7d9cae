using Lotse.Ui;

namespace Lotse.Staff;

/// <summary>Posts email, password, back to /sign-in.</summary>
/// <param name="Back">Local address to return to.</param>
/// <param name="LockedUntil">Too many tries: when the next is taken, UTC.</param>
public sealed record SignInView(string? Email = null, string? Back = null, DateTimeOffset? LockedUntil = null, IReadOnlyList<Refusal>? Refusals = null, bool SignedOut = false);

/// <summary>The second step; posts code, back and (for a recovery code) recovery to /sign-in/code.</summary>
public sealed record SignInCodeView(string? Back = null, bool Recovery = false, DateTimeOffset? LockedUntil = null, IReadOnlyList<Refusal>? Refusals = null);
