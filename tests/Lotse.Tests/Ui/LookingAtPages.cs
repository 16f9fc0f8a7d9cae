using Lotse.Ui;

namespace Lotse.Tests.Ui;

/// <summary>Writes every sample page with its assets into the folder named by LOTSE_LOOK, for a browser to look at. Without it, into nowhere.</summary>
public static class LookingAtPages
{
    public static async Task Write(string folder)
    {
        foreach (var name in Assets.Names)
        {
            var file = Path.Combine(folder, Assets.Url(name).TrimStart('/'));
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            await File.WriteAllBytesAsync(file, Assets.Plain(name));
        }
        foreach (var page in SamplePages.All)
        {
            foreach (var language in new[] { "de", "en" })
            {
                foreach (var theme in new[] { Theme.Light, Theme.Dark })
                {
                    var html = await Drawing.Draw(page, language, theme);
                    await File.WriteAllTextAsync(Path.Combine(folder, $"{page.Name}.{language}.{theme.ToString().ToLowerInvariant()}.html"), html);
                }
            }
        }
    }
}
