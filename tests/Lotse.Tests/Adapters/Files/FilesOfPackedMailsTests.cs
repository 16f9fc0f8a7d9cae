using System.Security.Cryptography;
using System.Text;
using Lotse.Adapters.Files;
using Xunit;

namespace Lotse.Tests.Adapters.Files;

public sealed class FilesOfPackedMailsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("lotse-files-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void All_are_named_in_their_order()
    {
        var (packed, names) = Packed();
        Assert.Equal(names, RawMailCodec.FilesOf(packed, out var damaged));
        Assert.False(damaged);
    }

    /// <summary>Cut off anywhere, or turned into anything: it is said, and it ends.</summary>
    [Fact]
    public async Task A_damaged_one_is_read_to_the_damage_and_no_further()
    {
        var (packed, names) = Packed();
        await Task.Run(() =>
        {
            for (var length = 0; length < packed.Length; length += 97)
            {
                var said = RawMailCodec.FilesOf(packed[..length], out _);
                Assert.Equal(names.Take(said.Count), said);
            }
            Assert.Empty(RawMailCodec.FilesOf([], out var empty));
            Assert.Empty(RawMailCodec.FilesOf([7, 1, 2, 3], out var strange));
            Assert.Empty(RawMailCodec.FilesOf(Zipped([(byte)'T', 0xff, 0xff, 0xff, 0x7f, 1, 2, 3]), out var endless));
            Assert.Empty(RawMailCodec.FilesOf(Zipped([(byte)'F', 1, 2, 3]), out var cut));
            Assert.Empty(RawMailCodec.FilesOf(Zipped([(byte)'X', .. new byte[100]]), out var unknown));
            Assert.True(empty && strange && endless && cut && unknown);
        }, TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
    }

    private (byte[] Packed, List<string> Names) Packed()
    {
        var (mail, names) = (new StringBuilder("Subject: zwei\r\n\r\n"), new List<string>());
        for (var n = 0; n < 2; n++)
        {
            var bytes = RandomNumberGenerator.GetBytes(40_000);
            names.Add(Convert.ToHexStringLower(SHA256.HashData(bytes)));
            mail.Append("--x\r\n\r\n").Append(Convert.ToBase64String(bytes, Base64FormattingOptions.InsertLineBreaks)).Append("\r\n").Append(Convert.ToHexString(RandomNumberGenerator.GetBytes(5_000))).Append("\r\n");
        }
        return (new RawMailCodec(new FileStore(_folder)).Pack(new MemoryStream(Encoding.ASCII.GetBytes(mail.ToString()))), names);
    }

    private static byte[] Zipped(byte[] pieces)
    {
        using var packed = new MemoryStream();
        packed.WriteByte(1);
        using (var zip = new System.IO.Compression.ZLibStream(packed, System.IO.Compression.CompressionLevel.Fastest, leaveOpen: true)) zip.Write(pieces);
        return packed.ToArray();
    }
}
