namespace Lotse.Domain.Routing.Exchange;

/// <summary>Tells by its title what an entry of a calendar is. Only a guess: whoever takes it in sees it first.</summary>
public static class AbsenceWords
{
    private static readonly (AbsenceKind Kind, string[] Within, string[] Words)[] s_known =
    [
        (AbsenceKind.Holiday, ["urlaub", "ferien", "vacation", "holiday"], ["leave"]),
        (AbsenceKind.Sick, ["krank", "arbeitsunfähig", "sickness"], ["sick", "ill", "illness", "au"]),
        (AbsenceKind.PartTime, ["teilzeit", "halbtags", "part-time", "parttime"], []),
        (AbsenceKind.Other, ["abwesen", "elternzeit", "fortbildung", "dienstreise", "out of office", "parental"], ["away", "ooo", "off", "frei"]),
    ];

    /// <param name="repeats">What comes back again and again, and is nothing else, is part-time.</param>
    /// <returns>Null for what says nothing of being away.</returns>
    public static AbsenceKind? KindOf(string title, bool repeats)
    {
        var words = title.ToLowerInvariant().Split(title.Where(c => !char.IsLetter(c)).Distinct().ToArray(), StringSplitOptions.RemoveEmptyEntries);
        foreach (var (kind, within, whole) in s_known)
        {
            if (Array.Exists(within, word => title.Contains(word, StringComparison.OrdinalIgnoreCase)) || words.Intersect(whole, StringComparer.Ordinal).Any()) return repeats && kind == AbsenceKind.Other ? AbsenceKind.PartTime : kind;
        }
        return null;
    }
}
