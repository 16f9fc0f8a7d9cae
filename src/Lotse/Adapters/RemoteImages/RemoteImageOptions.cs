using System.Net;

namespace Lotse.Adapters.RemoteImages;

/// <summary>How far the desk goes for a picture that a mail names.</summary>
public sealed record RemoteImageOptions
{
    /// <summary>Networks that are not public and may be asked all the same, by any port: for a house that keeps its pictures on a host of its own.</summary>
    public IReadOnlyList<IPNetwork> AllowedNetworks { get; init; } = [];

    /// <summary>For one picture, all its redirects included.</summary>
    public TimeSpan Time { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Bytes of one picture.</summary>
    public int MaxBytes { get; init; } = 5 * 1024 * 1024;

    public int MaxRedirects { get; init; } = 3;

    /// <summary>Pictures that are fetched at the same time; the others wait their turn for as long as <see cref="Time"/> three times over.</summary>
    public int AtOnce { get; init; } = 8;

    /// <param name="networks">Such as "10.1.2.0/24 fd00::/8", with blanks or commas between; null or empty for none.</param>
    /// <exception cref="FormatException">One of them is no network; the message is fit to be shown.</exception>
    public static RemoteImageOptions Parse(string? networks) => new()
    {
        AllowedNetworks = [.. (networks ?? "").Split([',', ' '], StringSplitOptions.RemoveEmptyEntries)
            .Select(text => IPNetwork.TryParse(text, out var network) ? network : throw new FormatException($"'{text}' is not a network such as 10.1.2.0/24."))],
    };
}
