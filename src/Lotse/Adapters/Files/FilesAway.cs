namespace Lotse.Adapters.Files;

/// <summary>The place where files are kept cannot be reached, or refuses. It comes back by itself or by an administrator; what was asked of it may be asked again.
/// The message is fit to be shown and holds no secret.</summary>
public sealed class FilesAway(string message, Exception? inner = null) : IOException(message, inner)
{
    /// <summary>Another try may help at once.</summary>
    public bool Passes { get; init; }
}
