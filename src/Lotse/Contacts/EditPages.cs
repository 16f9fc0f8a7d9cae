using System.Globalization;
using Lotse.Adapters.Web;
using Lotse.Domain.Contacts;
using Lotse.Tickets;
using Lotse.Tickets.Pages;
using Lotse.Ui;
using Lotse.Ui.Language;
using Lotse.Ui.Layout;

namespace Lotse.Contacts;

/// <summary>The forms of a contact: each does one thing and comes back to where it stood.</summary>
public static class EditPages
{
    public static void MapEditing(this IEndpointRouteBuilder pages)
    {
        pages.MapPost("/contacts/{id:long}", (long id, HttpContext http, Signed signed, WorkContact work, ContactViews views, Viewing viewing, CancellationToken cancel) =>
            WorkAsync(id, http, signed, views, viewing, form => work.EditAsync(signed.Acting, id, EditOf(form), form.Field("version"), cancel), cancel));
        pages.MapPost("/contacts/{id:long}/addresses", (long id, HttpContext http, Signed signed, WorkContact work, ContactViews views, Viewing viewing, CancellationToken cancel) =>
            WorkAsync(id, http, signed, views, viewing, form => form.Field("gone") is { } gone
                ? work.RemoveAddressAsync(signed.Acting, id, gone, cancel) : work.AddAddressAsync(signed.Acting, id, form.Field("address"), cancel), cancel));
        pages.MapPost("/contacts/{id:long}/phones", (long id, HttpContext http, Signed signed, WorkContact work, ContactViews views, Viewing viewing, CancellationToken cancel) =>
            WorkAsync(id, http, signed, views, viewing, form => form.Field("gone") is { } gone
                ? work.RemovePhoneAsync(signed.Acting, id, gone, cancel) : work.AddPhoneAsync(signed.Acting, id, form.Field("phone"), cancel), cancel));
    }

    private static async Task<IResult> WorkAsync(
        long id, HttpContext http, Signed signed, ContactViews views, Viewing viewing, Func<IFormCollection, Task<Answer<Contact>>> work, CancellationToken cancel)
    {
        var form = await http.Request.ReadFormAsync(cancel);
        var answer = await work(form);
        if (answer.Refusal == Refusals.NotFound) return TypedResults.NotFound();
        if (answer.Refusal is { } refusal)
        {
            return await views.PageAsync(http, signed, id, null, cancel, Forms.StatusOf(refusal), view => view with
            {
                Typed = form.Where(field => field.Key.Length > 0 && field.Key[0] != '_').ToDictionary(field => field.Key, field => field.Value.ToString()),
                Refusals = [new Refusal(refusal.About, Say(viewing.T, refusal))],
            });
        }
        JustSaid.Say(http, Said.Saved);
        // Notes are written beside a ticket too, and whoever does so stays there.
        return Answers.SeeOther(form.Field("ticket") is { } number ? Addresses.Ticket(number, form.Field("queue")) : Addresses.Contact(id.ToString(CultureInfo.InvariantCulture)));
    }

    /// <summary>A field that the form does not have stays as it is; one that is empty is emptied.</summary>
    private static EditContact EditOf(IFormCollection form)
    {
        string? Said(string name) => form.ContainsKey(name) ? form[name].ToString() : null;
        return new EditContact(Said("name"), Said("language"), Said("organisation"), Said("notes"));
    }

    private static string Say(Texts t, Domain.Refusal refusal) => refusal.Code switch
    {
        "address-not-right" => t["refused.address"],
        Refusals.ChangedMeanwhile => t["refused.changedSince"],
        "contact-address-taken" => t["refused.addressTaken"],
        "contact-last-address" => t["refused.lastAddress"],
        "contact-phone-not-right" => t["refused.phone"],
        "contact-phones-full" => t["refused.phonesFull", ("n", ContactPhone.AtMost)],
        _ => t["refused.tooLong"],
    };
}
