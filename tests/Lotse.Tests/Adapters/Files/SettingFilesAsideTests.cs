using System.Text;
using Lotse.Adapters.Files;
using Xunit;

namespace Lotse.Tests.Adapters.Files;

/// <summary>In a folder; the same in a bucket, see KeepingFilesInABucketTests.</summary>
public sealed class SettingFilesAsideTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("lotse-files-").FullName;
    private readonly FileStore _here;
    private readonly FileStore _there;

    public SettingFilesAsideTests() => (_here, _there) = (new FileStore(_folder), new FileStore(_folder));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void It_is_still_read_measured_and_listed()
    {
        var name = _here.Put("eins"u8);
        Assert.True(_here.SetAside(name));
        Assert.True(_here.SetAside(name));
        Assert.Equal(("eins", "eins", 4), (Read(_there.Open(name)), Read(_there.OpenAsKept(name)), _there.Length(name)));
        Assert.Equal([name], _there.Names());
    }

    [Fact]
    public void It_is_put_back_as_it_was()
    {
        var name = _here.Put("eins"u8);
        _here.SetAside(name);
        _there.PutBack(name);
        _there.PutBack(name);
        Assert.Equal([name], _here.Names());
        Assert.True(_here.Remove(name)); // Nothing lies aside any more.
        Assert.Equal("eins", Read(_here.Open(name)));
    }

    [Fact]
    public void Whoever_keeps_the_same_bytes_writes_them_anew_and_nobody_takes_those_away()
    {
        var name = _here.Put("eins"u8);
        _here.SetAside(name);
        Assert.Equal(name, _there.Put("eins"u8));
        Assert.Equal([name], _here.Names());
        Assert.True(_here.Remove(name));
        Assert.Equal("eins", Read(_there.Open(name)));
    }

    [Fact]
    public void It_goes_for_good()
    {
        var name = _here.Put("eins"u8);
        _here.SetAside(name);
        Assert.False(_here.Remove(name));
        Assert.False(_here.Remove(name));
        Assert.Empty(Directory.GetFiles(_folder, "*", SearchOption.AllDirectories));
        Assert.False(_here.SetAside(name));
        Assert.False(_here.SetAside("../../etc/passwd"));
    }

    private static string Read(Stream? file)
    {
        using var text = new StreamReader(Assert.IsAssignableFrom<Stream>(file), Encoding.UTF8);
        return text.ReadToEnd();
    }
}
