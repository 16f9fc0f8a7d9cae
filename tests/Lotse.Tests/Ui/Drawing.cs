using Lotse.Ui;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Lotse.Tests.Ui;

/// <summary>Draws a page the way the desk does, without a desk.</summary>
public static class Drawing
{
    public static readonly DateTimeOffset Now = new(2026, 11, 20, 9, 41, 0, TimeSpan.Zero);

    public static async Task<string> Draw(Sample page, string language, Theme theme = Theme.System)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddScoped(_ => new Viewing
        {
            Language = language,
            Theme = theme,
            Now = Now,
            Zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"),
            Development = true,
            FormToken = () => ("__RequestVerificationToken", "token-of-the-test"),
        });
        await using var provider = services.BuildServiceProvider();
        await using var scope = provider.CreateAsyncScope();
        await using var renderer = new HtmlRenderer(scope.ServiceProvider, NullLoggerFactory.Instance);
        return await renderer.Dispatcher.InvokeAsync(async () =>
        {
            var root = await renderer.RenderComponentAsync(page.Component, ParameterView.FromDictionary(page.Parameters));
            return root.ToHtmlString();
        });
    }
}

/// <param name="Name">Short, as a file name.</param>
public sealed record Sample(string Name, Type Component, Dictionary<string, object?> Parameters)
{
    public static Sample Of<TPage>(string name, params (string Name, object? Value)[] parameters)
        where TPage : IComponent => new(name, typeof(TPage), parameters.ToDictionary(p => p.Name, p => p.Value));
}
