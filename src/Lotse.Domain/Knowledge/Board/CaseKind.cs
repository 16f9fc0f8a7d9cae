namespace Lotse.Domain.Knowledge.Board;

/// <summary>A kind of case, as the gate between the levels knows it: the form that was filled in, and the reason that was given.</summary>
public readonly record struct CaseKind(string Form, string Reason)
{
    /// <summary>As forms write it.</summary>
    public string Code => $"{Form}|{Reason}";

    public static CaseKind? Read(string? code) => code?.Split('|') is [{ Length: > 0 and <= 60 } form, { Length: > 0 and <= 60 } reason] ? new CaseKind(form, reason) : null;
}
