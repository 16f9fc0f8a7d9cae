using Lotse.Adapters.Database;
using Lotse.Adapters.MailServer.Cleaning;
using Lotse.Adapters.RemoteImages;
using Lotse.Adapters.Web;
using Lotse.Domain.Tickets;
using Lotse.Tickets.Finding;
using Lotse.Tickets.Pages;
using Lotse.Tickets.Reading;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Tickets.Images;

/// <summary>Pictures that a mail names elsewhere: how many are held back, the frame with them after a click, and each of them through this desk.</summary>
public static class ImagePages
{
    private const int PicturesAtMost = 100;

    public static void MapImages(this IEndpointRouteBuilder pages)
    {
        pages.MapGet("/messages/{id:long}/images", HeldAsync);
        pages.MapPost("/messages/{id:long}/images", ShowAsync);
        pages.MapGet("/messages/{id:long}/images/{sealedPart}", ReadAsync).AllowAnonymous();
    }

    /// <summary>The line below the frame: how many pictures are held back, and the button that shows them.</summary>
    private static async Task<IResult> HeldAsync(long id, Signed signed, DeskDatabase database, ReadRawMail raw, CancellationToken cancel)
    {
        var message = await database.Messages.VisibleTo(database, signed.Acting).SingleOrDefaultAsync(m => m.Id == id, cancel);
        if (message is null || await raw.HtmlAsync(message, CleaningOptions.Default, cancel) is not { } cleaned) return TypedResults.NotFound();
        return Forms.Page<HeldImages>(StatusCodes.Status200OK, ("Message", TicketViews.Text(id)), ("Count", cleaned.HeldImages));
    }

    /// <summary>A form's post, so that no link from anywhere can ask for pictures in somebody's name.</summary>
    private static async Task<IResult> ShowAsync(long id, Signed signed, ImageAddresses addresses, MailDocument document, CancellationToken cancel)
    {
        var count = 0;
        string? Own(string picture) => FetchImage.AddressOf(picture) is { } uri && ++count <= PicturesAtMost ? addresses.For(signed.AgentId, id, uri.AbsoluteUri) : null;
        return await document.ShowAsync(id, signed, Own, cancel);
    }

    private static async Task<IResult> ReadAsync(
        long id, string sealedPart, HttpContext http, ImageAddresses addresses, DeskDatabase database, FetchImage fetch, CancellationToken cancel)
    {
        if (addresses.Read(sealedPart, id) is not { } asked || Signed.Of(http) is { } other && other.AgentId != asked.AgentId) return TypedResults.NotFound();
        // As the database says now, not as it was at the click: who has lost the ticket or the desk meanwhile fetches nothing.
        if (await ActingAsync(database, asked.AgentId, cancel) is not { } acting) return TypedResults.NotFound();
        if (!await database.Messages.VisibleTo(database, acting).AnyAsync(m => m.Id == id, cancel)) return TypedResults.NotFound();
        var answer = await fetch.RunAsync(asked.Picture, cancel);
        var headers = http.Response.Headers;
        headers.ContentSecurityPolicy = "sandbox; default-src 'none'";
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers.CacheControl = answer.Image is null ? "no-store" : "private, max-age=600";
        if (answer.Image is { } image) return TypedResults.Bytes(image.Bytes, image.ContentType);
        headers["Lotse-Refusal"] = answer.Refusal.ToString();
        return TypedResults.Text("", "text/plain", statusCode: StatusCodes.Status502BadGateway);
    }

    private static async Task<Acting?> ActingAsync(DeskDatabase database, long agentId, CancellationToken cancel)
    {
        var agent = await database.Users.Where(a => a.Id == agentId && a.Active)
            .Select(a => new { a.Name, a.Role, Communities = database.AgentCommunities.Where(c => c.AgentId == a.Id).Select(c => c.CommunityId).ToList() })
            .SingleOrDefaultAsync(cancel);
        return agent is null ? null : new Acting(agentId, agent.Name, agent.Role, agent.Communities);
    }
}
