using System.Security.Cryptography;
using System.Text;
using Lotse.Adapters.Database;

namespace Lotse.Setup;

/// <summary>Proves that whoever sets up the desk can see what the program printed when it started. New with each start of an embedded desk; where several may serve one database, all of them print the same one.</summary>
public sealed class SetUpToken
{
    public string Value { get; private init; } = Ids.Secret(16);

    /// <param name="key">The desk's signing key, which nobody outside knows.</param>
    public static SetUpToken Of(byte[] key) => new() { Value = Convert.ToHexStringLower(HMACSHA256.HashData(key, "set-up-token"u8))[..32] };

    public bool Is(string? typed) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(typed?.Trim() ?? ""), Encoding.UTF8.GetBytes(Value));
}
