using Lotse.Adapters.Database;
using Lotse.Adapters.Live;
using Lotse.Adapters.Web;
using Lotse.Tickets.Pages;
using Lotse.Ui;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Tickets.Involving;

/// <param name="Text">Who else is there, for people; empty for nobody.</param>
public sealed record OthersJson(string Text, bool Writing);

/// <summary>An open ticket says that somebody looks at it, and hears who else does.</summary>
public static class PresencePages
{
    public static void MapPresence(this IEndpointRouteBuilder pages) => pages.MapPost("/tickets/{number:long}/presence", SayAsync);

    private static async Task<IResult> SayAsync(long number, HttpContext http, Signed signed, DeskDatabase database, Presence presence, DeskNames names, Viewing viewing, CancellationToken cancel)
    {
        var form = await http.Request.ReadFormAsync(cancel);
        var community = await database.Tickets.VisibleTo(signed.Acting).Where(t => t.Number == number).Select(t => (long?)t.CommunityId).SingleOrDefaultAsync(cancel);
        if (community is null) return TypedResults.NotFound();
        var (ticket, gone) = (new WatchedTicket(number, community.Value), form.Field("gone") is not null);
        if (gone) presence.Gone(ticket, signed.AgentId);
        else presence.Here(ticket, signed.AgentId, form.Field("writing") is not null);
        if (gone) return TypedResults.NoContent();
        var known = await names.NowAsync(cancel);
        var others = presence.At(number).Where(one => one.AgentId != signed.AgentId).ToList();
        return TypedResults.Ok(new OthersJson(Say(viewing, others, known), others.Exists(one => one.Writing)));
    }

    private static string Say(Viewing viewing, List<Present> others, NamesNow names)
    {
        List<string> Who(bool writing) => [.. others.Where(one => one.Writing == writing).Select(one => names.Agent(one.AgentId)).OfType<string>().Order(StringComparer.CurrentCulture)];
        var (writing, looking) = (Who(true), Who(false));
        string?[] said =
        [
            writing.Count == 0 ? null : viewing.T.Count("presence.writing", writing.Count, ("names", string.Join(", ", writing))),
            looking.Count == 0 ? null : viewing.T.Count("presence.looking", looking.Count, ("names", string.Join(", ", looking))),
        ];
        return string.Join(" · ", said.OfType<string>());
    }
}
