using System.Globalization;
using Lotse.Adapters.Web;
using Lotse.Ui;
using Lotse.Ui.Layout;
using Lotse.Tickets.Working;

namespace Lotse.Tickets.Pages;

/// <summary>The form by which an agent opens a ticket for somebody.</summary>
public static class NewTicketPages
{
    public static void MapNewTicket(this IEndpointRouteBuilder pages)
    {
        pages.MapGet(Addresses.NewTicket, (HttpContext http, DeskViews desks, CancellationToken cancel) => ShowAsync(http, desks, new NewTicketView(), StatusCodes.Status200OK, cancel));
        pages.MapPost(Addresses.Tickets, OpenAsync);
    }

    private static async Task<IResult> ShowAsync(HttpContext http, DeskViews desks, NewTicketView view, int status, CancellationToken cancel)
    {
        var desk = await desks.ForAsync(http, cancel);
        return Forms.Page<NewTicketPage>(status, ("Desk", desk), ("View", view with { Communities = [.. desk.Communities.Select(c => new Named(c.Id, c.Name))] }));
    }

    private static async Task<IResult> OpenAsync(HttpContext http, Signed signed, OpenTicket open, DeskViews desks, Viewing viewing, CancellationToken cancel)
    {
        var form = await http.Request.ReadFormAsync(cancel);
        var typed = new NewTicketView { Community = form.Field("community"), Contact = form.Field("contact"), Subject = form.Field("subject"), Text = form.Field("text") };
        var answer = await open.RunAsync(signed.Acting, new NewTicket(typed.Community, typed.Subject, typed.Text, typed.Contact), "agent", cancel);
        if (answer.Refusal is { } refusal) return await ShowAsync(http, desks, typed with { Refusals = [Forms.Say(viewing.T, refusal)] }, StatusCodes.Status422UnprocessableEntity, cancel);
        JustSaid.Say(http, Said.TicketOpened);
        return Answers.SeeOther(Addresses.Ticket(answer.Value!.Number.ToString(CultureInfo.InvariantCulture)));
    }
}
