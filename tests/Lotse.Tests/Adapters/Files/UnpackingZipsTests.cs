using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Lotse.Adapters.Files;
using Xunit;

namespace Lotse.Tests.Adapters.Files;

/// <summary>ZIPs from outside, as they should be and as they should not.</summary>
public sealed class UnpackingZipsTests
{
    private static readonly ZipBounds s_bounds = new(Bytes: 100_000, Entries: 10, Unpacked: 1_000_000);

    [Fact]
    public async Task Files_come_out_as_they_went_in_and_folders_are_none()
    {
        var (files, refusal) = await UnpackZip.RunAsync(Zip("a/", "a/b.txt", "a/Über.txt"), s_bounds, default);
        Assert.Null(refusal);
        Assert.Equal(["a/b.txt", "a/Über.txt"], files!.Select(file => file.Path));
        Assert.Equal("a/b.txt", Encoding.UTF8.GetString(files![0].Bytes));
        Assert.Empty((await UnpackZip.RunAsync(Zip(), s_bounds, default)).Files!);
    }

    [Theory]
    [InlineData("../a.txt"), InlineData("a/../../b.txt"), InlineData("/etc/a.txt"), InlineData("a\\b.txt"), InlineData("C:a.txt"), InlineData("a//b.txt"), InlineData("./a.txt"), InlineData("a/\u0007.txt")]
    public Task A_path_that_leads_astray_is_refused(string path) => RefusedAsync(UnpackZip.Astray, Zip("a.txt", path));

    [Theory]
    [InlineData("a/b.txt", "A/B.TXT"), InlineData("a.txt", "a.txt"), InlineData("\u00e9.txt", "e\u0301.txt"), InlineData("ä.txt", "Ä.txt")]
    public Task Names_that_differ_in_capitals_only_are_refused(string one, string other) => RefusedAsync(UnpackZip.Twice, Zip(one, other));

    [Fact]
    public async Task What_is_too_much_is_refused_before_it_is_held()
    {
        await RefusedAsync(UnpackZip.TooLarge, new byte[100_001]);
        await RefusedAsync(UnpackZip.TooMany, Zip([.. Enumerable.Range(0, 11).Select(n => $"{n}.txt")]));
        var bomb = Packed(zip => Put(zip, "bomb.txt", new byte[50_000_000]));
        Assert.InRange(bomb.Length, 1, 100_000);
        await RefusedAsync(UnpackZip.TooMuch, bomb);
        // The same, and it says of itself that it is small.
        BinaryPrimitives.WriteInt32LittleEndian(bomb.AsSpan(Central(bomb) + 24), 10);
        var (files, refusal) = await UnpackZip.RunAsync(bomb, s_bounds, default);
        Assert.True(refusal?.Code is UnpackZip.TooMuch or UnpackZip.Broken || files!.Sum(file => file.Bytes.LongLength) <= 10, $"{refusal?.Code} {files?.Sum(file => file.Bytes.LongLength)}");
    }

    [Fact]
    public async Task Links_secrets_and_rubbish_are_refused()
    {
        await RefusedAsync(UnpackZip.Link, Packed(zip =>
        {
            var entry = zip.CreateEntry("link");
            entry.ExternalAttributes = unchecked((int)0xA1FF0000);
        }));
        var locked = Zip("a.txt");
        locked[Central(locked) + 8] |= 1;
        locked[6] |= 1;
        await RefusedAsync(UnpackZip.Encrypted, locked);
        await RefusedAsync(UnpackZip.Broken, []);
        await RefusedAsync(UnpackZip.Broken, "no zip"u8.ToArray());
        var whole = Packed(zip => Put(zip, "a.txt", [.. Enumerable.Range(0, 5000).Select(n => (byte)(n * n))]));
        await RefusedAsync(UnpackZip.Broken, whole[..^30]);
        var torn = whole.ToArray();
        torn.AsSpan(60, 40).Fill(0xFF);
        await RefusedAsync(UnpackZip.Broken, torn);
        var elsewhere = whole.ToArray();
        BinaryPrimitives.WriteInt32LittleEndian(elsewhere.AsSpan(elsewhere.Length - 6), -2);
        await RefusedAsync(UnpackZip.Broken, elsewhere);
    }

    private static async Task RefusedAsync(string code, byte[] zip)
    {
        var (files, refusal) = await UnpackZip.RunAsync(zip, s_bounds, default);
        Assert.Null(files);
        Assert.Equal(code, refusal?.Code);
    }

    private static byte[] Zip(params string[] paths) => Packed(zip =>
    {
        foreach (var path in paths) Put(zip, path, path.EndsWith('/') ? [] : Encoding.UTF8.GetBytes(path));
    });

    private static byte[] Packed(Action<ZipArchive> fill)
    {
        using var into = new MemoryStream();
        using (var zip = new ZipArchive(into, ZipArchiveMode.Create, leaveOpen: true)) fill(zip);
        return into.ToArray();
    }

    private static void Put(ZipArchive zip, string path, byte[] bytes)
    {
        using var into = zip.CreateEntry(path, CompressionLevel.SmallestSize).Open();
        into.Write(bytes);
    }

    private static int Central(byte[] zip) => zip.AsSpan().LastIndexOf("PK\u0001\u0002"u8);
}
