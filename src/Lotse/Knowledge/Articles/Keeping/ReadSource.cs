using System.Text.Json;
using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Opening;
using Lotse.Domain.Communities;
using Lotse.Domain.Knowledge.Articles;
using Lotse.Domain.Knowledge.Procedures;
using Lotse.Domain.Levels;
using Lotse.Domain.Tickets;
using Lotse.Knowledge.Filling;
using Lotse.Knowledge.Procedures;
using Lotse.Ui.Language;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Knowledge.Articles.Keeping;

/// <summary>Reads a text block or a procedure as customers of a community would.</summary>
public sealed class ReadSource(DeskDatabase database, FillTextBlock fill)
{
    /// <returns>Null where it is not there, not for this agent, or another community's.</returns>
    public async Task<SourceNow?> RunAsync(Acting by, ArticleSource source, long communityId, CancellationToken cancel)
    {
        if (await database.Communities.SingleOrDefaultAsync(c => c.Id == communityId, cancel) is not { } community) return null;
        return source switch
        {
            { TextBlockId: { } block, ProcedureId: null } => await BlockAsync(by, block, community, cancel),
            { TextBlockId: null, ProcedureId: { } procedure } => await ProcedureAsync(by, procedure, community, cancel),
            _ => null,
        };
    }

    private async Task<SourceNow?> BlockAsync(Acting by, long id, Community community, CancellationToken cancel)
    {
        var rows = await database.TextBlocks.VisibleTo(by).Where(b => b.Id == id && (b.CommunityId == null || b.CommunityId == community.Id))
            .Join(database.TextBlockTexts, b => b.Id, t => t.TextBlockId, (block, text) => new { block, text.Language, text.Html }).ToListAsync(cancel);
        if (rows.Count == 0) return null;
        var block = rows[0].block;
        var html = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var row in rows) html[row.Language] = Headed(await fill.ForEverybodyAsync(by, row.Language, row.Html, block.Shortcut, community, cancel));
        return new SourceNow(block.Title, block.CommunityId, block.State, block.Version, rows.ToDictionary(row => row.Language, _ => block.Title, StringComparer.Ordinal), html);
    }

    private async Task<SourceNow?> ProcedureAsync(Acting by, long id, Community community, CancellationToken cancel)
    {
        if (await database.Procedures.VisibleTo(by).SingleOrDefaultAsync(p => p.Id == id && (p.CommunityId == null || p.CommunityId == community.Id), cancel) is not { } row) return null;
        var steps = JsonSerializer.Deserialize<ProcedureSteps>(row.Steps, StepsAsJson.Options)!;
        var title = new TwoLanguages(row.German, row.English);
        var languages = ProcedureAsArticle.Languages(steps);
        return new SourceNow(title.German, row.CommunityId, row.State, row.Version, languages.ToDictionary(l => l, title.In, StringComparer.Ordinal), languages.ToDictionary(l => l, l => ProcedureAsArticle.Html(steps, l, Words(l)), StringComparer.Ordinal));
    }

    private static StepWords Words(string language)
    {
        var t = Texts.For(language);
        return new StepWords(t["help.step.goOn"], t["help.step.solved"], t["help.step.write"]);
    }

    /// <summary>The first heading of a page is its title; and who follows a link of a help page comes back by going back.</summary>
    private static string Headed(string html) => html.Replace("<h1>", "<h2>", StringComparison.Ordinal).Replace("</h1>", "</h2>", StringComparison.Ordinal).Replace(" target=\"_blank\"", "", StringComparison.Ordinal);
}
