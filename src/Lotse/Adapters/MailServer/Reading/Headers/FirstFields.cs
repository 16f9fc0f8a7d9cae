using MimeKit;

namespace Lotse.Adapters.MailServer.Reading.Headers;

/// <summary>The first field of each name. The rules ask for some thirty names, of which a mail has a few: most questions are answered by one bit, and no table is
/// made for the rest.</summary>
internal sealed class FirstFields
{
    private readonly HeaderList _headers;
    private readonly ulong _names;

    public FirstFields(HeaderList headers)
    {
        _headers = headers;
        foreach (var header in headers) _names |= Bit(header.Field);
    }

    /// <param name="name">In ASCII; case does not count.</param>
    public Header? Find(string name)
    {
        if ((_names & Bit(name)) == 0) return null;
        foreach (var header in _headers) if (header.Field.Length == name.Length && header.Field.Equals(name, StringComparison.OrdinalIgnoreCase)) return header;
        return null;
    }

    private static ulong Bit(string name) => name.Length == 0 ? 0 : 1UL << (((name.Length << 2) ^ (name[0] | 0x20) ^ ((name[^1] | 0x20) << 1)) & 63);
}
