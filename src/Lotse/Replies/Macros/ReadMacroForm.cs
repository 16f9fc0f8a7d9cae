using System.Globalization;
using Lotse.Domain.Tickets;
using Lotse.Tickets.Macros;
using Lotse.Tickets.Pages;

namespace Lotse.Replies.Macros;

/// <summary>From the form to a macro's steps, and back.</summary>
internal static class ReadMacroForm
{
    public static MacroForm Typed(IFormCollection form, string? id) =>
        ReadStepsForm.Typed(form, new MacroForm { Id = id, Version = form.Field("version"), Name = form.Field("name"), Community = form.Field("community") });

    public static TicketSteps Steps(MacroForm typed) => ReadStepsForm.Steps(typed);

    public static MacroForm Of(Adapters.Database.Rows.Macro macro, TicketSteps steps) => ReadStepsForm.Of(steps, new MacroForm
    {
        Id = macro.Id.ToString(CultureInfo.InvariantCulture), Version = KeepMacros.VersionOf(macro), Name = macro.Name, Community = macro.CommunityId?.ToString(CultureInfo.InvariantCulture),
    });

    public static long? Id(string? typed) => ReadStepsForm.Id(typed);
}
