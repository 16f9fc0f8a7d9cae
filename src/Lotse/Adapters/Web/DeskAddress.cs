namespace Lotse.Adapters.Web;

/// <param name="Url">Where people find this desk, without a slash at its end; null where nobody has said so. What is sent to people is never made of a request, which may name any host.</param>
public sealed record DeskAddress(string? Url)
{
    /// <exception cref="FormatException">It is none; the message is fit to be shown.</exception>
    public static DeskAddress Parse(string? typed) => typed is null ? new DeskAddress((string?)null)
        : Uri.TryCreate(typed, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" ? new DeskAddress(typed.TrimEnd('/'))
        : throw new FormatException($"an address such as https://desk.example, not {typed}");
}
