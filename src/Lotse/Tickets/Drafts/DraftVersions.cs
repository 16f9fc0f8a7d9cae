using Lotse.Adapters.Database.Rows;

namespace Lotse.Tickets.Drafts;

/// <summary>Earlier words of a draft, so that nothing that was written is gone because somebody wrote over it.</summary>
public static class DraftVersions
{
    /// <summary>Kept of one draft.</summary>
    public const int AtMost = 30;

    /// <summary>While somebody types, a version a minute is enough.</summary>
    public static readonly TimeSpan Apart = TimeSpan.FromMinutes(1);

    /// <summary>The draft as it is now, before it changes.</summary>
    /// <param name="agentId">Who had written it like this.</param>
    public static DraftVersion Of(Draft draft, long agentId) => new()
    {
        DraftId = draft.Id, Version = draft.Version, AgentId = agentId, Text = draft.Text, Html = draft.Html, At = draft.UpdatedAt,
    };
}
