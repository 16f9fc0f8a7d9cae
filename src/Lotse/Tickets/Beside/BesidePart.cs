using Lotse.Adapters.Web;
using Lotse.Ui;
using Lotse.Ui.Language;
using Microsoft.AspNetCore.Components;

namespace Lotse.Tickets.Beside;

/// <summary>What a feature shows beside a ticket. Tickets knows no feature: each says of itself that it has something to show, and all of it is fetched as one.</summary>
/// <param name="Order">From the top down.</param>
/// <param name="ShowAsync">Null where the ticket is not there or not for this agent.</param>
public sealed record BesidePart(int Order, Func<Texts, string> Heading, Func<IServiceProvider, Signed, long, Viewing, CancellationToken, Task<RenderFragment?>> ShowAsync)
{
    public static RenderFragment Of<TPart>(params (string Name, object? Value)[] parameters) where TPart : IComponent => tree =>
    {
        tree.OpenComponent<TPart>(0);
        tree.AddMultipleAttributes(1, parameters.Select(one => KeyValuePair.Create(one.Name, one.Value!)));
        tree.CloseComponent();
    };
}

/// <summary>A part as it stands there.</summary>
public sealed record ShownBeside(Func<Texts, string> Heading, RenderFragment Content);
