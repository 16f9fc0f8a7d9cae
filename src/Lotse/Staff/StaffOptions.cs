namespace Lotse.Staff;

/// <summary>What a desk's operator may tune about sign-in.</summary>
public sealed class StaffOptions
{
    /// <summary>Tries of sign-in, second step, invites and set-up per minute from one address.</summary>
    public int TriesPerMinute { get; set; } = 20;

    /// <summary>PBKDF2 with HMAC-SHA-512 (OWASP Password Storage Cheat Sheet: at least 210,000).</summary>
    public int HashIterations { get; set; } = 210_000;

    /// <summary>A refused sign-in is answered no sooner than this, so that its time does not tell why.</summary>
    public TimeSpan RefusedAfter { get; set; } = TimeSpan.FromMilliseconds(400);
}
