namespace Lotse.Ui.Language;

/// <summary>The words of the fixed values. Written out, so that every key is found by a search.</summary>
public static class Words
{
    public static string State(Texts t, TicketState state) => state switch
    {
        TicketState.New => t["state.new"],
        TicketState.Open => t["state.open"],
        TicketState.WaitingForCustomer => t["state.waitingForCustomer"],
        TicketState.WaitingForThirdParty => t["state.waitingForThirdParty"],
        TicketState.Snoozed => t["state.snoozed"],
        TicketState.Resolved => t["state.resolved"],
        _ => t["state.closed"],
    };

    /// <summary>The form value and the API's word of a state.</summary>
    public static string Code(TicketState state) => state switch
    {
        TicketState.New => "new",
        TicketState.Open => "open",
        TicketState.WaitingForCustomer => "waitingForCustomer",
        TicketState.WaitingForThirdParty => "waitingForThirdParty",
        TicketState.Snoozed => "snoozed",
        TicketState.Resolved => "resolved",
        _ => "closed",
    };

    public static string Promise(Texts t, Domain.ServiceTimes.PromiseKind kind) => kind switch
    {
        Domain.ServiceTimes.PromiseKind.FirstAnswer => t["promise.firstAnswer"],
        Domain.ServiceTimes.PromiseKind.NextAnswer => t["promise.nextAnswer"],
        _ => t["promise.resolution"],
    };

    public static string Priority(Texts t, TicketPriority priority) => priority switch
    {
        TicketPriority.Low => t["priority.low"],
        TicketPriority.High => t["priority.high"],
        TicketPriority.Urgent => t["priority.urgent"],
        _ => t["priority.normal"],
    };

    public static string Code(TicketPriority priority) => priority switch
    {
        TicketPriority.Low => "low",
        TicketPriority.High => "high",
        TicketPriority.Urgent => "urgent",
        _ => "normal",
    };

    public static string Role(Texts t, AgentRole role) => role switch
    {
        AgentRole.Admin => t["role.admin"],
        AgentRole.Lead => t["role.lead"],
        _ => t["role.agent"],
    };

    public static string Code(AgentRole role) => role switch { AgentRole.Admin => "admin", AgentRole.Lead => "lead", _ => "agent" };

    /// <param name="state">0 open, 1 worked on, 2 solved.</param>
    public static string Problem(Texts t, int state) => state switch { 2 => t["problem.state.solved"], 1 => t["problem.state.working"], _ => t["problem.state.open"] };

    public static string Level(Texts t, int level) => level switch
    {
        1 => t["level.1"],
        2 => t["level.2"],
        3 => t["level.3"],
        _ => t["level.0"],
    };
}
