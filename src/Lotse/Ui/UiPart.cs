using Lotse.Ui.Language;
using Microsoft.AspNetCore.Components;

namespace Lotse.Ui;

/// <summary>What every component of the desk starts from: the words, the moments and the small drawings, and nothing that fetches.</summary>
public abstract class UiPart : ComponentBase
{
    [Inject] public required Viewing Viewing { get; set; }

    protected Texts T => Viewing.T;
    protected Moments Moments => Viewing.Moments;

    /// <summary>Static pages are rendered once: there is nothing to compare or render again.</summary>
    protected override bool ShouldRender() => false;

    /// <summary>The address of a style sheet, script, font or picture of the bundle.</summary>
    protected static string Asset(string name) => Lotse.Ui.Assets.Url(name);

    protected static MarkupString Icon(string name) => Draw.Icon(name);

    protected static MarkupString Level(int level) => Draw.Level(level);

    protected MarkupString Time(DateTimeOffset at) => Draw.Time(at, Moments.Brief(at), Moments.Full(at));

    protected MarkupString ExactTime(DateTimeOffset at) => Draw.Time(at, Moments.Exact(at), Moments.Full(at));

    /// <summary>The time, or a word where there is none yet.</summary>
    protected MarkupString ExactTimeOr(DateTimeOffset? at, string otherwise) => at is { } known ? ExactTime(known) : Draw.Text(otherwise);

    protected MarkupString State(TicketState state) => Draw.State(state, T);

    /// <summary>The hidden field that says the form came from us; every posting form starts with it.</summary>
    protected MarkupString FormToken()
    {
        var (field, value) = Viewing.FormToken();
        return Draw.Hidden(field, value);
    }
}
