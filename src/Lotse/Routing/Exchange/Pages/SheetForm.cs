using Lotse.Adapters.Files;
using Lotse.Domain;
using Lotse.Routing.Table;
using Lotse.Tickets.Pages;

namespace Lotse.Routing.Exchange.Pages;

/// <summary>What somebody sends to have a table taken in.</summary>
/// <param name="Csv">Empty where there is none.</param>
/// <param name="Encoding">The one it was read in, where it is not the usual one.</param>
/// <param name="Seen">The outcome that was looked at.</param>
internal sealed record SheetForm(long? Community, string Csv, string? Encoding, bool Complete, bool Trying, string? Seen)
{
    /// <summary>It is longer than anybody reads; then nothing of it is here.</summary>
    public bool TooLarge { get; init; }

    /// <summary>Why nothing of it can be read.</summary>
    public Refusal? Refusal => TooLarge ? new Refusal(ExchangeResponsibilities.TooLarge) : Csv.Length == 0 ? new Refusal(SheetHead.Nothing) : null;

    public static SheetForm Empty { get; } = new(null, "", null, false, true, null);

    /// <summary>A file goes before what is pasted: it was chosen last.</summary>
    public static async Task<SheetForm> ReadAsync(HttpContext http, CancellationToken cancel)
    {
        var form = await http.Request.ReadFormAsync(cancel);
        var file = form.Files.FirstOrDefault(one => one.Length > 0);
        var (csv, encoding) = (form.Field("csv") ?? "", (string?)null);
        var tooLarge = file is { Length: > ExchangeResponsibilities.LongestTable } || csv.Length > ExchangeResponsibilities.LongestTable;
        if (tooLarge) csv = "";
        else if (file is not null) (csv, encoding) = TextOfFile.Decode((await form.FilesAsync(cancel)).First(one => one.Bytes.Length > 0).Bytes);
        return new SheetForm(TableViews.Id(form.Field("community")), csv.TrimStart('\ufeff'), encoding, form.Field("complete") is not null, form.Field("then") != "import", form.Field("seen")) { TooLarge = tooLarge };
    }
}
