namespace Lotse.Adapters.Web;

/// <summary>On an endpoint: it is for everybody, shows the same to all and sets no cookie. So its forms carry no token of ours, which needs one;
/// a browser that says the form stood on another site is refused.</summary>
public sealed record PublicPage
{
    public static bool Is(HttpContext http) => http.GetEndpoint()?.Metadata.GetMetadata<PublicPage>() is not null;
}
