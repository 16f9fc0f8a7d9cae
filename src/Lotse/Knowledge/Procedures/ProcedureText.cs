using Lotse.Domain.Knowledge;
using Lotse.Domain.Knowledge.Procedures;
using Lotse.Tickets.Pages;
using Lotse.Ui;
using Lotse.Ui.Language;

namespace Lotse.Knowledge.Procedures;

/// <summary>Words about procedures: what a step asks for, and what stands in the way.</summary>
internal static class ProcedureText
{
    public static string Kind(Texts t, StepKind kind) => kind switch
    {
        StepKind.Answer => t["procedure.kind.answer"],
        StepKind.Choice => t["procedure.kind.choice"],
        _ => t["procedure.kind.check"],
    };

    public static Refusal Say(Viewing viewing, ProcedureSteps steps, Domain.Refusal refusal)
    {
        var (t, step) = (viewing.T, refusal.About is { } key ? steps.Find(key)?.Words.In(viewing.Language) ?? "" : "");
        return new Refusal(refusal.Code == KeepProcedures.TitleMissing ? "german" : null, refusal.Code switch
        {
            CheckProcedure.NoSteps => t["procedure.refused.noSteps"],
            CheckProcedure.KeysNotRight => t["procedure.refused.keys"],
            CheckProcedure.WordsMissing => t["procedure.refused.words"],
            CheckProcedure.TooLong => t["procedure.refused.tooLong", ("step", step)],
            CheckProcedure.LeadsNowhere => t["procedure.refused.leadsNowhere", ("step", step)],
            CheckProcedure.NeverEnds => t["procedure.refused.neverEnds", ("step", step)],
            CheckProcedure.NoWays => t["procedure.refused.noWays", ("step", step)],
            KeepProcedures.TitleMissing => t["procedure.refused.title"],
            KeepProcedures.NoOwner => t["block.refused.owner"],
            KeepProcedures.MayNotWrite => t["refused.leadsOnly"],
            TextBlockWays.NoWay => t["procedure.refused.state"],
            _ => Forms.Say(t, refusal).Text,
        });
    }
}
