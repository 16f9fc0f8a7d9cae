namespace Lotse.Adapters.Database;

/// <summary>Rings in this process when the journal has grown, so that followers look at once. They also look from time to time,
/// because other processes write too; losing a ring loses nothing.</summary>
public sealed class JournalBell
{
    /// <summary>Tells this desk from others on the same database, for as long as it runs.</summary>
    public long Node { get; } = System.Security.Cryptography.RandomNumberGenerator.GetInt32(1, int.MaxValue);

    private TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Ring() => Interlocked.Exchange(ref _next, new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();

    /// <summary>Completes with the next ring. Take it before looking, so that nothing is missed in between.</summary>
    public Task Next => Volatile.Read(ref _next).Task;
}
