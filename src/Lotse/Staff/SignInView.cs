using Lotse.Ui;

namespace Lotse.Staff;

/// <summary>Posts email, password, back to /sign-in.</summary>
/// <param name="Back">Local address to return to.</param>
public sealed record SignInView(string? Email, string? Back, IReadOnlyList<Refusal> Refusals, bool SignedOut = false);

/// <summary>The second step; posts code, back and (for a recovery code) recovery to /sign-in/code.</summary>
public sealed record SignInCodeView(string? Back, bool Recovery, IReadOnlyList<Refusal> Refusals);
