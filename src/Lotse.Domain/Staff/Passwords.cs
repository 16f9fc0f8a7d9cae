namespace Lotse.Domain.Staff;

/// <summary>What a password must be like. Length counts most (NIST SP 800-63B, 3.1.1); no rules about kinds of characters.</summary>
public static class Passwords
{
    public const int Shortest = 10;

    /// <summary>Long enough for any sentence; hashing a megabyte would only keep the desk busy.</summary>
    public const int Longest = 256;

    public const string TooShort = "password-too-short";
    public const string TooLong = "password-too-long";
    public const string TooPlain = "password-too-plain";
    public const string LikeAddress = "password-like-address";

    /// <param name="field">What the refusal is about, as the form calls it.</param>
    /// <returns>Null where the password may be used.</returns>
    public static Refusal? Refuse(string password, string address, string field = "password")
    {
        var code = password.Length < Shortest ? TooShort
            : password.Length > Longest ? TooLong
            : password.Distinct().Count() < 4 ? TooPlain
            : IsLike(password, address) ? LikeAddress
            : null;
        return code is null ? null : new Refusal(code, field);
    }

    private static bool IsLike(string password, string address) =>
        address.Length > 0 && (password.Equals(address, StringComparison.OrdinalIgnoreCase)
            || (password.Length < address.Length && address.StartsWith(password, StringComparison.OrdinalIgnoreCase)));
}
