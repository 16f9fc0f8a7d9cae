namespace Lotse.Domain.Communities;

/// <summary>The three records in DNS by which others tell whether a mail really comes from its domain: SPF (RFC 7208), DKIM (RFC 6376), DMARC (RFC 7489).</summary>
public enum SenderRecord { Spf, Dkim, Dmarc }

public enum SenderFinding
{
    Right,

    /// <summary>DNS gave no answer.</summary>
    NotKnown,
    SpfMissing,

    /// <summary>More than one: receivers then heed none (section 4.5).</summary>
    SpfSeveral,

    /// <summary>It lets everybody send.</summary>
    SpfOpen,

    /// <summary>It does not name the server that the desk sends by.</summary>
    SpfLacksServer,

    /// <summary>The desk does not sign.</summary>
    DkimUnsigned,
    DkimMissing,

    /// <summary>Another key stands there than the desk signs with.</summary>
    DkimDiffers,
    DmarcMissing,
    DmarcSeveral,

    /// <summary>It asks receivers to report, and to let everything pass.</summary>
    DmarcWatches,
}

/// <param name="Name">Where the record stands, or belongs.</param>
/// <param name="Found">What stands there now; null for nothing.</param>
/// <param name="Add">What should stand there instead; null where nothing need be changed.</param>
public sealed record SenderHint(SenderRecord Record, SenderFinding Finding, string Name, string? Found = null, string? Add = null);

/// <summary>What the records of a domain say, and what is missing. Texts are null where DNS gave no answer, and empty where there are none.</summary>
public static class SenderHints
{
    /// <param name="server">The mechanism that names our server, such as include:spf.example; null where nobody can tell.</param>
    public static SenderHint Spf(string domain, IReadOnlyList<string>? texts, string? server)
    {
        if (texts is null) return new(SenderRecord.Spf, SenderFinding.NotKnown, domain);
        var records = texts.Where(text => Terms(text)[0].Equals("v=spf1", StringComparison.OrdinalIgnoreCase)).ToList();
        if (records.Count == 0) return new(SenderRecord.Spf, SenderFinding.SpfMissing, domain, null, $"v=spf1 mx{(server is null ? "" : $" {server}")} ~all");
        if (records.Count > 1) return new(SenderRecord.Spf, SenderFinding.SpfSeveral, domain, string.Join(" | ", records), Merged(records));
        var terms = Terms(records[0]);
        if (terms.Any(term => term.ToLowerInvariant() is "all" or "+all")) return new(SenderRecord.Spf, SenderFinding.SpfOpen, domain, records[0], string.Join(' ', terms[..^1]) + " ~all");
        var named = server is null || !server.StartsWith("include:", StringComparison.Ordinal)
            || terms.Any(term => term.TrimStart('+', '?', '~').Equals(server, StringComparison.OrdinalIgnoreCase) || term.StartsWith("redirect=", StringComparison.OrdinalIgnoreCase));
        return named
            ? new(SenderRecord.Spf, SenderFinding.Right, domain, records[0])
            : new(SenderRecord.Spf, SenderFinding.SpfLacksServer, domain, records[0], string.Join(' ', [terms[0], server!, .. terms[1..]]));
    }

    /// <param name="name">SELECTOR._domainkey.DOMAIN</param>
    /// <param name="expected">The record of the key that the desk signs with.</param>
    public static SenderHint Dkim(string name, IReadOnlyList<string>? texts, string expected)
    {
        if (texts is null) return new(SenderRecord.Dkim, SenderFinding.NotKnown, name);
        var keys = texts.Where(text => Tag(text, "p") is not null).ToList();
        if (keys.Count == 0) return new(SenderRecord.Dkim, SenderFinding.DkimMissing, name, null, expected);
        return keys.Count == 1 && Tag(keys[0], "p") == Tag(expected, "p")
            ? new(SenderRecord.Dkim, SenderFinding.Right, name, keys[0])
            : new(SenderRecord.Dkim, SenderFinding.DkimDiffers, name, string.Join(" | ", keys), expected);
    }

    /// <param name="domain">Of the mailbox.</param>
    /// <param name="at">The domain that <paramref name="texts"/> were found at: the mailbox's own or one above it (section 6.6.3).</param>
    public static SenderHint Dmarc(string domain, string at, IReadOnlyList<string>? texts)
    {
        var name = $"_dmarc.{at}";
        if (texts is null) return new(SenderRecord.Dmarc, SenderFinding.NotKnown, name);
        var records = DmarcIn(texts);
        var usual = $"v=DMARC1; p=quarantine; rua=mailto:postmaster@{domain}";
        if (records.Count > 1) return new(SenderRecord.Dmarc, SenderFinding.DmarcSeveral, name, string.Join(" | ", records), records[0]);
        var policy = records.Count == 0 ? null : (at == domain ? null : Tag(records[0], "sp")) ?? Tag(records[0], "p");
        return policy?.ToLowerInvariant() switch
        {
            "quarantine" or "reject" => new(SenderRecord.Dmarc, SenderFinding.Right, name, records[0]),
            "none" => new(SenderRecord.Dmarc, SenderFinding.DmarcWatches, name, records[0], usual),
            _ => new(SenderRecord.Dmarc, SenderFinding.DmarcMissing, $"_dmarc.{domain}", records.Count == 0 ? null : records[0], $"v=DMARC1; p=none; rua=mailto:postmaster@{domain}"),
        };
    }

    /// <summary>Those among the texts that are about DMARC.</summary>
    public static IReadOnlyList<string> DmarcIn(IReadOnlyList<string> texts) => [.. texts.Where(text => text.Split(';')[0].Replace(" ", "", StringComparison.Ordinal) == "v=DMARC1")];

    /// <summary>The value of a tag in a list such as "v=DKIM1; p=…", without blanks; null where it is not there.</summary>
    private static string? Tag(string text, string name) => text.Split(';').Select(tag => tag.Split('=', 2)).Where(tag => tag.Length == 2 && tag[0].Trim() == name)
        .Select(tag => string.Concat(tag[1].Where(c => !char.IsWhiteSpace(c)))).FirstOrDefault();

    private static string Merged(List<string> records)
    {
        var terms = records.SelectMany(record => Terms(record)[1..]).Where(term => !term.EndsWith("all", StringComparison.OrdinalIgnoreCase)).Distinct(StringComparer.OrdinalIgnoreCase);
        return $"v=spf1 {string.Join(' ', terms)} ~all";
    }

    private static string[] Terms(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries) is { Length: > 0 } terms ? terms : [""];
}
