namespace Lotse.Domain.Staff;

/// <summary>What a program may do with a token.</summary>
public static class TokenScopes
{
    public const string Read = "read", Write = "write", Intake = "intake";
    public const string All = "read write intake";

    public const string Unknown = "scope-unknown";

    /// <summary>A token cannot make another one that may do more than itself.</summary>
    public const string TooWide = "scope-too-wide";

    /// <summary>In a fixed order and separated by spaces; null where one is unknown or none is given.</summary>
    public static string? Clean(IEnumerable<string> scopes)
    {
        var wanted = scopes.SelectMany(s => s.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries)).ToHashSet(StringComparer.Ordinal);
        string[] known = [Read, Write, Intake];
        return wanted.Count > 0 && wanted.IsSubsetOf(known) ? string.Join(' ', known.Where(wanted.Contains)) : null;
    }

    public static bool Has(string scopes, string scope) => scopes.Split(' ').Contains(scope, StringComparer.Ordinal);
}
