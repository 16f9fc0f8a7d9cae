using Lotse.Adapters.Web;

namespace Lotse.Contacts;

/// <summary>A contact with all addresses and tickets. Communities are walls here too: a contact belongs to one.</summary>
public static class ContactPages
{
    public static IServiceCollection AddContacts(this IServiceCollection services) => services.AddScoped<ContactViews>().AddScoped<WorkContact>();

    public static void MapContactPages(this IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("").ExcludeFromDescription();
        pages.MapGet("/contacts/{id:long}", (long id, string? after, HttpContext http, Signed signed, ContactViews views, CancellationToken cancel) =>
            views.PageAsync(http, signed, id, after, cancel));
        pages.MapEditing();
    }
}
