using System.Globalization;
using System.Text.Json;
using Lotse.Adapters.Database.Rows;
using Lotse.Domain.Knowledge;
using Lotse.Domain.Knowledge.Procedures;
using Lotse.Domain.Levels;
using Lotse.Tickets.Api;

namespace Lotse.Knowledge.Api;

/// <summary>Words in both languages; one that is empty is shown in the other.</summary>
public sealed record WordsJson(string? German, string? English = null)
{
    internal static WordsJson Of(TwoLanguages words) => new(words.German, words.English);

    internal TwoLanguages Read() => new((German ?? "").Trim(), (English ?? "").Trim());
}

/// <summary>One way on from a choice.</summary>
/// <param name="Next">Key of a step, solved or escalate; left out for where the step itself goes on.</param>
public sealed record WayJson(string Key, WordsJson Words, string? Next = null);

/// <param name="Key">Stays the same while the words change.</param>
/// <param name="Kind">check, answer or choice.</param>
/// <param name="Fills">The key of the question in a hand-over form that the answer is for as well.</param>
/// <param name="Block">The shortcut of a text block that helps here.</param>
/// <param name="Next">Key of the step it goes on with, solved or escalate; left out for the one below.</param>
/// <param name="Ways">Of a choice.</param>
public sealed record StepJson(string Key, string Kind, WordsJson Words, WordsJson? Hint = null, string? Fills = null, string? Block = null, string? Next = null, IReadOnlyList<WayJson>? Ways = null)
{
    internal static StepJson Of(Step step) => new(step.Key, KindOf(step.Kind), WordsJson.Of(step.Words), step.Hint is { } hint ? WordsJson.Of(hint) : null, Or(step.Fills), Or(step.Block), Or(step.Next),
        step.Branches?.Select(branch => new WayJson(branch.Key, WordsJson.Of(branch.Words), Or(branch.Next))).ToList());

    /// <returns>Null where the kind is none, or something that has to be there is not.</returns>
    internal Step? Read()
    {
        StepKind? kind = Kind switch { "check" => StepKind.Check, "answer" => StepKind.Answer, "choice" => StepKind.Choice, _ => null };
        if (kind is not { } known || Key is null || Words is null || (Ways ?? []).Any(way => way?.Key is null || way.Words is null)) return null;
        return new Step(Key.Trim(), known, Words.Read(), Hint?.Read(), Fills?.Trim() ?? "", Block?.Trim().TrimStart('/') ?? "", Ways?.Select(way => new Branch(way.Key.Trim(), way.Words.Read(), way.Next?.Trim() ?? "")).ToList(), Next?.Trim() ?? "");
    }

    internal static string KindOf(StepKind kind) => kind switch { StepKind.Answer => "answer", StepKind.Choice => "choice", _ => "check" };

    private static string? Or(string value) => value.Length == 0 ? null : value;
}

/// <summary>A procedure in a list: without its steps.</summary>
/// <param name="Community">Id of the community whose agents walk it; null for all.</param>
/// <param name="State">proposed, in-review, published, needs-review or retired. Only published ones are offered beside a ticket.</param>
public sealed record ProcedureItemJson(string Id, WordsJson Title, string? Community, string State, string? Owner, DateTimeOffset? ReviewAt, int Version, DateTimeOffset UpdatedAt);

/// <param name="Next">For the parameter after; null on the last page.</param>
public sealed record ProcedureListJson(IReadOnlyList<ProcedureItemJson> Items, string? Next);

/// <param name="Form">Key of the hand-over form that its answers are for as well; null for none.</param>
/// <param name="Version">Goes up with every change.</param>
public sealed record ProcedureJson(
    string Id, WordsJson Title, string? Community, string? Form, string State, string? Owner, DateTimeOffset? ReviewAt, int Version, DateTimeOffset UpdatedAt, IReadOnlyList<StepJson> Steps)
{
    internal static ProcedureJson Of(Procedure row) => new(Text(row.Id), new WordsJson(row.German, row.English), Of(row.CommunityId), row.Form.Length == 0 ? null : row.Form, TextBlockWays.Code(row.State), Of(row.OwnerId), row.ReviewAt, row.Version,
        row.UpdatedAt, [.. JsonSerializer.Deserialize<ProcedureSteps>(row.Steps, StepsAsJson.Options)!.Steps.Select(StepJson.Of)]);

    internal static ProcedureItemJson Item(Procedure row) => new(Text(row.Id), new WordsJson(row.German, row.English), Of(row.CommunityId), TextBlockWays.Code(row.State), Of(row.OwnerId), row.ReviewAt, row.Version, row.UpdatedAt);

    internal static string Text(long id) => id.ToString(CultureInfo.InvariantCulture);

    private static string? Of(long? id) => id is { } known ? Text(known) : null;
}

/// <param name="State">published where it is left out.</param>
/// <param name="Version">With a change: as the caller has seen it; 412 where somebody changed it since.</param>
public sealed record WriteProcedureJson(
    WordsJson? Title, IReadOnlyList<StepJson>? Steps, string? Community = null, string? Form = null, string? State = null, string? Owner = null, DateTimeOffset? ReviewAt = null, int? Version = null);

public sealed record ProcedureVersionItemJson(int Version, DateTimeOffset At, PersonJson? By, WordsJson Title, string State);

/// <param name="Next">For the parameter before; null on the last page.</param>
public sealed record ProcedureVersionListJson(IReadOnlyList<ProcedureVersionItemJson> Items, int? Next);

/// <summary>A procedure as it once was: by names, which may have changed since.</summary>
public sealed record ProcedureVersionJson(
    int Version, DateTimeOffset At, PersonJson? By, WordsJson Title, string? Community, string? Form, string State, string? Owner, DateTimeOffset? ReviewAt, IReadOnlyList<StepJson> Steps);
