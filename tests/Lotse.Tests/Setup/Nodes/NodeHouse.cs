using Lotse.Adapters.Database.Opening;
using Lotse.Tests.Desk;

namespace Lotse.Tests.Setup.Nodes;

/// <summary>Several processes on one database, each with a data folder of its own; files lie in one folder that all of them share.</summary>
internal sealed class NodeHouse : IAsyncDisposable
{
    private bool _gone;
    private readonly List<string> _folders;
    private readonly IReadOnlyList<ChildDesk> _children;

    private NodeHouse(List<string> folders, IReadOnlyList<ChildDesk> children) => (_folders, _children) = (folders, children);

    public IReadOnlyList<Node> Nodes => [.. _children.Select(child => new Node(child.Url, child.Lmtp))];

    /// <summary>All of them start in the same moment.</summary>
    /// <param name="location">Its folder holds the files.</param>
    public static async Task<NodeHouse> StartAsync(DatabaseLocation location, int count, params string[] more)
    {
        var files = Directory.CreateDirectory(Path.Combine(location.Folder, "files")).FullName;
        var folders = Enumerable.Range(0, count).Select(_ => Directory.CreateTempSubdirectory("lotse-node-").FullName).ToList();
        foreach (var folder in folders) Directory.CreateSymbolicLink(Path.Combine(folder, "files"), files);
        return new NodeHouse(folders, await Task.WhenAll(folders.Select(folder => ChildDesk.StartAsync(location with { Folder = folder }, more))));
    }

    public Task FreezeAsync(int which) => _children[which].FreezeAsync();

    public Task ThawAsync(int which) => _children[which].ThawAsync();

    public Task KillAsync(int which) => _children[which].KillAsync();

    public async ValueTask DisposeAsync()
    {
        if (_gone) return;
        _gone = true;
        foreach (var child in _children) await child.DisposeAsync();
        foreach (var folder in _folders.Where(Directory.Exists))
        {
            File.Delete(Path.Combine(folder, "files")); // The link, not what it leads to.
            Directory.Delete(folder, recursive: true);
        }
    }
}
