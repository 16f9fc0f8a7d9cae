using Lotse.Adapters.Database;
using Lotse.Domain;
using Lotse.Domain.Communities;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Replies.Signing;

/// <summary>Says what stands below a community's answers, in German and in English.</summary>
public sealed class ChangeSignatures(DeskDatabase database, Journal journal)
{
    public const string Unknown = "no-such-community";

    /// <summary>Both texts as somebody saw them.</summary>
    public static string VersionOf(Community community) => Fingerprint.Of(community.SignatureDe, community.SignatureEn);

    /// <param name="german">Empty for none.</param>
    /// <param name="version">That was seen, see <see cref="VersionOf"/>; null to change whatever is there.</param>
    /// <returns>Empty where they are kept; else what stands in the way, one for each text, or one without a language.</returns>
    public async Task<IReadOnlyList<(string Language, Refusal Refusal)>> RunAsync(long communityId, string? german, string? english, string? version, long? agentId, CancellationToken cancel)
    {
        var (de, en) = (Text(german), Text(english));
        var refusals = Refusals(german, english);
        if (refusals.Count > 0) return refusals;
        if (await database.Communities.AsTracking().SingleOrDefaultAsync(c => c.Id == communityId, cancel) is not { } community) return [("", new Refusal(Unknown))];
        if (version is { } seen && seen != VersionOf(community)) return [("", Tickets.Refusals.Changed)];
        (community.SignatureDe, community.SignatureEn) = (de, en);
        journal.Record(new SignaturesChanged(community.Id), community.Id, agentId);
        await journal.SaveAsync(cancel);
        return [];
    }

    /// <summary>What is wrong with the texts, without keeping them.</summary>
    public static IReadOnlyList<(string Language, Refusal Refusal)> Refusals(string? german, string? english) =>
        [.. new (string Language, Refusal? Refusal)[] { ("de", Signature.Check(Text(german) ?? "")), ("en", Signature.Check(Text(english) ?? "")) }
            .Where(one => one.Refusal is not null).Select(one => (one.Language, one.Refusal!))];

    public static string? Text(string? typed) => typed?.ReplaceLineEndings("\n").Trim('\n', ' ') is { Length: > 0 } text ? text : null;
}
