namespace Lotse.Domain.Knowledge;

/// <summary>How far a text block has come. Only published ones are offered to those who answer.</summary>
public enum TextBlockState { Proposed = 0, InReview = 1, Published = 2, NeedsReview = 3, Retired = 4 }

/// <summary>Which way a text block may go.</summary>
public static class TextBlockWays
{
    public const string NoWay = "text-block-state-not-right";

    /// <summary>Null where it may; staying is no way and always allowed.</summary>
    public static Refusal? WhyNot(TextBlockState from, TextBlockState to) => from == to || Next(from).Contains(to) ? null : new Refusal(NoWay, "state");

    /// <summary>What is not there yet begins proposed, in review or published.</summary>
    public static Refusal? WhyNotBegin(TextBlockState at) => at <= TextBlockState.Published ? null : new Refusal(NoWay, "state");

    /// <summary>A retired one is looked at again before it is offered again.</summary>
    public static IReadOnlyList<TextBlockState> Next(TextBlockState from) => from switch
    {
        TextBlockState.Proposed => [TextBlockState.InReview, TextBlockState.Published, TextBlockState.Retired],
        TextBlockState.InReview => [TextBlockState.Proposed, TextBlockState.Published, TextBlockState.Retired],
        TextBlockState.Published => [TextBlockState.NeedsReview, TextBlockState.Retired],
        TextBlockState.NeedsReview => [TextBlockState.InReview, TextBlockState.Published, TextBlockState.Retired],
        _ => [TextBlockState.InReview],
    };

    /// <summary>As programs and files write it: needs-review.</summary>
    public static string Code(TextBlockState state) => state switch
    {
        TextBlockState.Proposed => "proposed",
        TextBlockState.InReview => "in-review",
        TextBlockState.Published => "published",
        TextBlockState.NeedsReview => "needs-review",
        _ => "retired",
    };

    public static TextBlockState? Read(string? code) => Enum.GetValues<TextBlockState>().Where(state => Code(state) == code).Select(state => (TextBlockState?)state).FirstOrDefault();
}
