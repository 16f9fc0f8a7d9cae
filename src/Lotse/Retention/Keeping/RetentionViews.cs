using Lotse.Domain.Retention;
using Lotse.Ui;

namespace Lotse.Retention.Keeping;

/// <summary>What a community puts away, as a form.</summary>
/// <param name="Rules">As kept or as typed, and an empty one behind.</param>
/// <param name="Tags">Of the community, by name.</param>
/// <param name="Version">That was seen, also where the form came back: what somebody else has said since is not overwritten.</param>
public sealed record RetentionView(string Community, string Name, IReadOnlyList<RuleTyped> Rules, IReadOnlyList<string> Holds, IReadOnlyList<string> Tags, string? Version, IReadOnlyList<Refusal> Refusals);

/// <param name="What">done, spam, or tag: and a tag's name.</param>
/// <param name="Act">delete, anonymise or archive.</param>
/// <param name="Due">What it would put away now; null where nobody has asked.</param>
public sealed record RuleTyped(string Months, string What, RetentionAct Act, DuePreview? Due = null);

/// <param name="Communities">That whoever looks may say it of, and how many rules each has.</param>
public sealed record RetentionsView(IReadOnlyList<(Named Community, int Rules)> Communities);
