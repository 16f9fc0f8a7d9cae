using Lotse.Adapters.Web;
using Lotse.Domain;
using Lotse.Domain.Routing;
using Lotse.Domain.Tickets;
using Lotse.Routing.Simulating;
using Lotse.Tickets;
using Lotse.Tickets.Pages;
using Lotse.Ui;
using Lotse.Ui.Layout;

namespace Lotse.Routing.Table;

/// <summary>The doors for people to the table of responsibilities and to what it is about.</summary>
public static class TablePages
{
    public static void MapResponsibilityPages(this IEndpointRouteBuilder pages)
    {
        pages.MapGet(Addresses.Responsibilities, ShowAsync);
        pages.MapGet("/responsibilities/new", (string? community, HttpContext http, Signed signed, TableViews views, DeskViews desks, CancellationToken cancel) => FormAsync(null, community, http, signed, views, desks, cancel));
        pages.MapGet("/responsibilities/{id:long}", (long id, HttpContext http, Signed signed, TableViews views, DeskViews desks, CancellationToken cancel) => FormAsync(id, null, http, signed, views, desks, cancel));
        pages.MapPost(Addresses.Responsibilities, (HttpContext http, Signed signed, KeepResponsibilities keep, TableViews views, SimulationViews simulations, DeskViews desks, Viewing viewing, CancellationToken cancel) => SaveAsync(null, http, signed, keep, views, simulations, desks, viewing, cancel));
        pages.MapPost("/responsibilities/{id:long}", (long id, HttpContext http, Signed signed, KeepResponsibilities keep, TableViews views, SimulationViews simulations, DeskViews desks, Viewing viewing, CancellationToken cancel) => SaveAsync(id, http, signed, keep, views, simulations, desks, viewing, cancel));
        pages.MapPost("/responsibilities/{id:long}/revocation", RevokeAsync);
        pages.MapGet(Addresses.Categories, CategoriesAsync);
        pages.MapPost(Addresses.Categories, (HttpContext http, Signed signed, KeepCategories keep, TableViews views, DeskViews desks, Viewing viewing, CancellationToken cancel) => CategoryAsync(null, http, signed, keep, views, desks, viewing, cancel));
        pages.MapPost("/responsibilities/categories/group-rule", GroupRuleAsync);
        pages.MapPost("/responsibilities/categories/{id:long}", (long id, HttpContext http, Signed signed, KeepCategories keep, TableViews views, DeskViews desks, Viewing viewing, CancellationToken cancel) => CategoryAsync(id, http, signed, keep, views, desks, viewing, cancel));
    }

    private static async Task<IResult> ShowAsync(
        string? community, string? ask, string? product, string? topic, string? mailbox, string? language, string? level, string? organisation, string? at, string? find, HttpContext http, Signed signed, TableViews views, DeskViews desks, CancellationToken cancel)
    {
        if (await views.ForAsync(signed, community, new AskTyped(organisation, product, topic, mailbox, language, level, at), ask is not null, find, cancel) is not { } view) return TypedResults.NotFound();
        return Forms.Page<TablePage>(StatusCodes.Status200OK, ("Desk", await desks.ForAsync(http, cancel)), ("View", view));
    }

    private static async Task<IResult> FormAsync(long? id, string? community, HttpContext http, Signed signed, TableViews views, DeskViews desks, CancellationToken cancel,
        int status = StatusCodes.Status200OK, Func<RowFormView, RowFormView>? change = null)
    {
        if (signed.Acting.Role < Role.Lead) return TypedResults.NotFound();
        if (await views.FormAsync(signed, community, id, cancel) is not { } view) return TypedResults.NotFound();
        return Forms.Page<RowFormPage>(status, ("Desk", await desks.ForAsync(http, cancel)), ("View", change is null ? view : change(view)));
    }

    private static async Task<IResult> SaveAsync(
        long? id, HttpContext http, Signed signed, KeepResponsibilities keep, TableViews views, SimulationViews simulations, DeskViews desks, Viewing viewing, CancellationToken cancel)
    {
        var form = await http.Request.ReadFormAsync(cancel);
        var (typed, scope) = (Typed(form), ScopeOf(form));
        if (TableViews.Id(form.Field("community")) is not { } community) return TypedResults.NotFound();
        var (rule, unclear) = RuleOf(typed, scope, community, views);
        if (signed.Acting.Sees(community) && unclear is null && form.Field("try") is not null)
        {
            // Nothing is kept: what it would mean is shown beside what was typed.
            var tried = await simulations.OfAsync(signed, community, rule with { Id = id ?? 0 }, cancel);
            return await AgainAsync(StatusCodes.Status422UnprocessableEntity, view => view with { Tried = tried });
        }
        if (signed.Acting.Sees(community) && unclear is null && form.Field("confirmed") is null && await views.WarningsAsync(signed, rule with { Id = id ?? 0 }, cancel) is { Count: > 0 } warnings)
        {
            return await AgainAsync(StatusCodes.Status422UnprocessableEntity, view => view with { Warnings = warnings });
        }
        var answer = unclear is not null ? unclear : await keep.SaveAsync(signed.Acting, id, new ResponsibilityWish(rule, typed.Note, TableViews.Id(typed.Version)), cancel);
        if (answer.Refusal == Refusals.NotFound) return TypedResults.NotFound();
        if (answer.Refusal is not { } refusal) return Forms.Saved(http, $"{Addresses.Responsibilities}?community={form.Field("community")}");
        return await AgainAsync(Forms.StatusOf(refusal), view => view with { Refusals = [RoutingWords.Say(viewing.T, refusal)] });

        Task<IResult> AgainAsync(int status, Func<RowFormView, RowFormView> change) => FormAsync(id, form.Field("community"), http, signed, views, desks, cancel, status,
            view => change(view with { Typed = typed with { Version = typed.Version ?? view.Typed.Version }, Scope = view.Scope with { Typed = scope } }));
    }

    private static async Task<IResult> RevokeAsync(long id, HttpContext http, Signed signed, KeepResponsibilities keep, TableViews views, DeskViews desks, Viewing viewing, CancellationToken cancel)
    {
        var answer = await keep.RevokeAsync(signed.Acting, id, cancel);
        if (answer.Refusal == Refusals.NotFound) return TypedResults.NotFound();
        if (answer.Refusal is not { } refusal) return Forms.Saved(http, $"{Addresses.Responsibilities}?community={answer.Value!.CommunityId.ToString(System.Globalization.CultureInfo.InvariantCulture)}");
        return await FormAsync(id, null, http, signed, views, desks, cancel, StatusCodes.Status422UnprocessableEntity, view => view with { Refusals = [RoutingWords.Say(viewing.T, refusal)] });
    }

    private static async Task<IResult> CategoriesAsync(string? community, string? edit, HttpContext http, Signed signed, TableViews views, DeskViews desks, CancellationToken cancel) =>
        await views.CategoriesAsync(signed, community, edit, cancel) is not { } view ? TypedResults.NotFound() : Forms.Page<CategoriesPage>(StatusCodes.Status200OK, ("Desk", await desks.ForAsync(http, cancel)), ("View", view));

    private static async Task<IResult> CategoryAsync(long? id, HttpContext http, Signed signed, KeepCategories keep, TableViews views, DeskViews desks, Viewing viewing, CancellationToken cancel)
    {
        var form = await http.Request.ReadFormAsync(cancel);
        if (TableViews.Id(form.Field("community")) is not { } community) return TypedResults.NotFound();
        var typed = new CategoryTyped(form.Field("kind"), form.Field("name") ?? "", form.Field("words") ?? "", form.Field("mailbox"), form.Field("retired") is not null, form.Field("version"));
        var kind = Enum.TryParse<CategoryKind>(typed.Kind, ignoreCase: true, out var named) ? named : CategoryKind.Product;
        var answer = await keep.RunAsync(signed.Acting, community, id, new CategoryWish(kind, typed.Name, typed.Words, TableViews.Id(typed.Mailbox), typed.Retired, typed.Version), cancel);
        if (answer.Refusal == Refusals.NotFound) return TypedResults.NotFound();
        if (answer.Refusal is not { } refusal) return Forms.Saved(http, $"{Addresses.Categories}?community={form.Field("community")}");
        if (await views.CategoriesAsync(signed, form.Field("community"), id?.ToString(System.Globalization.CultureInfo.InvariantCulture), cancel) is not { } view) return TypedResults.NotFound();
        return Forms.Page<CategoriesPage>(Forms.StatusOf(refusal), ("Desk", await desks.ForAsync(http, cancel)), ("View", view with { Typed = typed, Refusals = [RoutingWords.Say(viewing.T, refusal)] }));
    }

    private static async Task<IResult> GroupRuleAsync(HttpContext http, Signed signed, KeepGroupRule keep, TableViews views, DeskViews desks, Viewing viewing, CancellationToken cancel)
    {
        var form = await http.Request.ReadFormAsync(cancel);
        if (TableViews.Id(form.Field("community")) is not { } community) return TypedResults.NotFound();
        var answer = await keep.RunAsync(signed.Acting, community, form.Field("needed") is not null, cancel);
        if (answer.Refusal is not { } refusal) return Forms.Saved(http, $"{Addresses.Categories}?community={form.Field("community")}");
        if (refusal == Refusals.NotFound || await views.CategoriesAsync(signed, form.Field("community"), null, cancel) is not { } view) return TypedResults.NotFound();
        return Forms.Page<CategoriesPage>(StatusCodes.Status422UnprocessableEntity, ("Desk", await desks.ForAsync(http, cancel)), ("View", view with { GroupRefusals = [RoutingWords.Say(viewing.T, refusal)] }));
    }

    private static AskTyped ScopeOf(IFormCollection form) => new(form.Field("organisation"), form.Field("product"), form.Field("topic"), form.Field("mailbox"), form.Field("language"), form.Field("level"));

    private static RowTyped Typed(IFormCollection form) => new()
    {
        Holders = [.. form["holder"].OfType<string>().Where(one => one.Length > 0)], Deputies = [.. form["deputy"].OfType<string>().Where(one => one.Length > 0)], AgreementWith = form.Field("agreementWith"),
        SupportGroup = form.Field("supportGroup"), From = form.Field("from"), Until = form.Field("until"), Note = form.Field("note") ?? "", Version = form.Field("version"),
    };

    /// <summary>With what is no time, or nobody, refused.</summary>
    private static (Responsibility Rule, Domain.Refusal? Unclear) RuleOf(RowTyped typed, AskTyped scope, long community, TableViews views)
    {
        var holders = typed.Holders.Select(one => TableViews.Id(one[1..]) is { } id && one[0] is 'a' or 't' ? one[0] == 't' ? new Holder(null, TableViews.Id(one[1..])) : new Holder(TableViews.Id(one[1..]), null) : null).ToList();
        var deputies = typed.Deputies.Select(TableViews.Id).ToList();
        var rule = new Responsibility(0,
            new Scope(community, TableViews.Id(scope.Organisation), TableViews.Id(scope.Product), TableViews.Id(scope.Topic), TableViews.Id(scope.Mailbox), string.IsNullOrEmpty(scope.Language) ? null : scope.Language,
                TableViews.Id(scope.Level) is { } level ? (Level)level : null),
            [.. holders.OfType<Holder>()], [.. deputies.OfType<long>()], TableViews.Id(typed.AgreementWith), views.Moment(typed.From), views.Moment(typed.Until), TableViews.Id(typed.SupportGroup));
        var unclear = holders.Contains(null) ? "holders" : deputies.Contains(null) ? "deputies" : !string.IsNullOrEmpty(typed.From) && rule.From is null ? "from" : !string.IsNullOrEmpty(typed.Until) && rule.Until is null ? "until" : null;
        return (rule, unclear is null ? null : new Domain.Refusal(KeepResponsibilities.NotKnown, unclear));
    }
}
