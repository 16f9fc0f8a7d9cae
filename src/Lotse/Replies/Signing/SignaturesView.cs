using Lotse.Ui;

namespace Lotse.Replies.Signing;

/// <summary>What stands below answers, for admins.</summary>
public sealed record SignaturesView(IReadOnlyList<CommunitySignatures> Communities);

/// <param name="German">As kept, or as typed where the form came back.</param>
/// <param name="GermanShown">As a customer would see it, with the name of whoever looks; null for nothing.</param>
/// <param name="Unsaved">What is shown is not kept yet.</param>
/// <param name="Version">That was seen, also where the form came back.</param>
public sealed record CommunitySignatures(
    string Id, string Name, string German, string English, string? GermanShown, string? EnglishShown, bool Unsaved, string Version, IReadOnlyList<Refusal> Refusals);
