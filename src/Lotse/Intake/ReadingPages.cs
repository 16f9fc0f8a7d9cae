using Lotse.Adapters.Web;
using Lotse.Intake.Mail;
using Lotse.Tickets.Pages;
using Lotse.Ui.Layout;

namespace Lotse.Intake;

/// <summary>The door for people to having a sealed mail read again.</summary>
public static class ReadingPages
{
    public static void MapReadingPages(this IEndpointRouteBuilder routes) => routes.MapPost("/messages/{id:long}/readings", AgainAsync).ExcludeFromDescription();

    private static async Task<IResult> AgainAsync(long id, HttpContext http, Signed signed, ReadMailAgain read, CancellationToken cancel)
    {
        var answer = await read.RunAsync(signed.Acting, id, cancel);
        return answer.Refusal is null ? Forms.ToTicket(http, answer.Value, null, Said.MailReadAgain) : TypedResults.NotFound();
    }
}
