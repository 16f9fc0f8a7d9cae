using System.Text;

namespace Lotse.Setup.Sample;

/// <summary>One of the mails that a newcomer's desk takes in.</summary>
/// <param name="Name">Name of the file; mails come in the order of their names.</param>
internal sealed record SampleMail(string Name, byte[] Raw)
{
    private const string Folder = "Sample/";

    public static IReadOnlyList<SampleMail> All { get; } = [.. typeof(SampleMail).Assembly.GetManifestResourceNames()
        .Where(name => name.StartsWith(Folder, StringComparison.Ordinal)).Order(StringComparer.Ordinal).Select(Read)];

    public string Sender => AddressIn("From");

    public string Recipient => AddressIn("To");

    private static SampleMail Read(string resource)
    {
        using var stream = typeof(SampleMail).Assembly.GetManifestResourceStream(resource)!;
        var raw = new byte[stream.Length];
        stream.ReadExactly(raw);
        return new SampleMail(resource[Folder.Length..], raw);
    }

    /// <summary>The last word of the header's line, which is the address in all of them.</summary>
    private string AddressIn(string header) => Encoding.Latin1.GetString(Raw).Split('\n')
        .First(line => line.StartsWith($"{header}:", StringComparison.Ordinal)).Trim().Split(' ')[^1].Trim('<', '>');
}
