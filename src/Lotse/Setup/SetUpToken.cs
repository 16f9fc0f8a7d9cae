using System.Security.Cryptography;
using System.Text;
using Lotse.Adapters.Database;

namespace Lotse.Setup;

/// <summary>Proves that whoever sets up the desk can see what the program printed when it started. New with each start.</summary>
public sealed class SetUpToken
{
    public string Value { get; } = Ids.Secret(16);

    public bool Is(string? typed) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(typed?.Trim() ?? ""), Encoding.UTF8.GetBytes(Value));
}
