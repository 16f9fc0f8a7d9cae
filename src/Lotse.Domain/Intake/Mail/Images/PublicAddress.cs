namespace Lotse.Domain.Intake.Mail.Images;

/// <summary>Tells addresses of the open internet from all others: those of this machine, of a house's own network, of a provider's inside, and those
/// that carry an IPv4 address inside them and might lead back to one of these (IANA special-purpose registries; RFC 6890 and its followers).</summary>
public static class PublicAddress
{
    /// <summary>First byte, second, third, and how many bits of them count.</summary>
    private static readonly (byte First, byte Second, byte Third, int Bits)[] NotPublic4 =
    [
        (0, 0, 0, 8), // this network, RFC 791
        (10, 0, 0, 8), // private, RFC 1918
        (100, 64, 0, 10), // between a provider and its customers, RFC 6598
        (127, 0, 0, 8), // this machine, RFC 1122
        (169, 254, 0, 16), // link-local, RFC 3927; also where clouds keep their secrets
        (172, 16, 0, 12), // private, RFC 1918
        (192, 0, 0, 24), // protocol assignments, RFC 6890
        (192, 0, 2, 24), // documentation, RFC 5737
        (192, 88, 99, 24), // relays to IPv6, RFC 7526
        (192, 168, 0, 16), // private, RFC 1918
        (198, 18, 0, 15), // benchmarks, RFC 2544
        (198, 51, 100, 24), // documentation, RFC 5737
        (203, 0, 113, 24), // documentation, RFC 5737
        (224, 0, 0, 4), // multicast, RFC 5771
        (240, 0, 0, 4), // reserved, and the broadcast address, RFC 1112
    ];

    /// <param name="address">4 or 16 bytes in network order; any other length is not public.</param>
    public static bool Is(ReadOnlySpan<byte> address) => address.Length switch { 4 => Is4(address), 16 => Is6(address), _ => false };

    private static bool Is4(ReadOnlySpan<byte> address)
    {
        var start = (address[0] << 16) | (address[1] << 8) | address[2];
        foreach (var (first, second, third, bits) in NotPublic4)
        {
            if ((start ^ ((first << 16) | (second << 8) | third)) >> (24 - bits) == 0) return false;
        }
        return true;
    }

    /// <summary>Only 2000::/3 is given out for use on the internet (RFC 4291). That leaves out ::1, v4-mapped, NAT64 (64:ff9b::/96), unique-local,
    /// link-local, site-local and multicast addresses without naming them.</summary>
    private static bool Is6(ReadOnlySpan<byte> address)
    {
        if (address[0] >> 5 != 1) return false;
        return (address[0], address[1]) switch
        {
            (0x20, 0x01) => address[2] >= 2 && (address[2], address[3]) != (0x0d, 0xb8), // 2001::/23 protocols and Teredo, 2001:db8::/32 documentation
            (0x20, 0x02) => false, // 6to4: an IPv4 address inside, RFC 3056
            (0x3f, 0xff) => address[2] >> 4 != 0, // documentation, RFC 9637
            _ => true,
        };
    }
}
