namespace Lotse.Bench.Filling;

/// <summary>A clock that stands where it is put: what is filled in happened when it says.</summary>
internal sealed class SteppingClock(DateTimeOffset start) : TimeProvider
{
    public DateTimeOffset Now { get; set; } = start;

    public override DateTimeOffset GetUtcNow() => Now;
}
