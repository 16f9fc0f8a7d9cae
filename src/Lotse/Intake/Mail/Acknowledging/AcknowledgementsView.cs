using Lotse.Ui;

namespace Lotse.Intake.Mail.Acknowledging;

/// <summary>What the desk answers by itself, for admins.</summary>
public sealed record AcknowledgementsView
{
    public IReadOnlyList<CommunityAcknowledgement> Communities { get; init; } = [];

    /// <summary>Within 24 hours: to one address, to one address about one subject, by the whole desk.</summary>
    public required int ToAddress { get; init; }

    public required int OfSubject { get; init; }
    public required int OfDesk { get; init; }

    /// <summary>How many have left within the last 24 hours.</summary>
    public int Sent { get; init; }

    /// <summary>Of the form for the caps.</summary>
    public IReadOnlyList<Refusal> Refusals { get; init; } = [];
}

/// <param name="German">As kept, or as typed where the form came back; the desk's own words where none are kept.</param>
public sealed record CommunityAcknowledgement(string Id, string Name, bool On, string German, string English, IReadOnlyList<Refusal> Refusals);
