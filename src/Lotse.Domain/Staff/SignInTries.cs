namespace Lotse.Domain.Staff;

/// <summary>How often in a row an account was tried in vain, and until when nobody gets in.</summary>
public sealed record SignInTries(int InVain, DateTimeOffset? LockedUntil)
{
    public const int Allowed = 5;
    public static readonly TimeSpan Locked = TimeSpan.FromMinutes(15);
    public static readonly SignInTries None = new(0, null);

    public bool IsLocked(DateTimeOffset now) => LockedUntil > now;

    /// <summary>The fifth wrong try in a row locks. After the lock the count starts anew.</summary>
    public SignInTries Failed(DateTimeOffset now) => InVain + 1 >= Allowed ? new(0, now + Locked) : new(InVain + 1, null);
}
