using Lotse.Ui;
using Lotse.Ui.Language;

namespace Lotse.Setup;

/// <summary>From what the handler answers to what people see.</summary>
internal static class SetUpPages
{
    private static readonly string[] s_fields = ["token", "name", "email", "password", "community", "mailbox"];

    public static IResult Closed() => Page(new SetupView { Closed = true }, StatusCodes.Status404NotFound);

    public static IResult Form(HttpContext http, SetUpTyped typed, Domain.Refusal? refusal, int status) => Page(new SetupView
    {
        Token = typed.Token, Name = typed.Name, Email = typed.Email, Community = typed.Community, Mailbox = typed.Mailbox,
        Refusals = refusal is null ? [] : [new(s_fields.Contains(refusal.About) ? refusal.About : null, RefusalText.Of(TextsOf(http), refusal.Code))],
    }, status);

    private static Texts TextsOf(HttpContext http) => http.RequestServices.GetRequiredService<Viewing>().T;

    private static Drawn<SetupPage> Page(SetupView view, int status) => new(status, [("View", view)]);
}
