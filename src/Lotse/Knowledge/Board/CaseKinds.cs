using Lotse.Domain.Knowledge.Board;
using Lotse.Domain.Levels;

namespace Lotse.Knowledge.Board;

/// <summary>What kinds of cases are called in their communities.</summary>
public static class CaseKinds
{
    /// <summary>Keys whose words are gone stand as they are.</summary>
    public static string Name(CommunityLevels levels, CaseKind kind, string language) =>
        $"{levels.Form(kind.Form)?.Name.In(language) ?? kind.Form} · {levels.Reasons.FirstOrDefault(reason => reason.Key == kind.Reason)?.Name.In(language) ?? kind.Reason}";
}
