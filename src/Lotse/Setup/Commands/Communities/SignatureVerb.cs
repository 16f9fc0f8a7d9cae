using System.CommandLine;
using Lotse.Adapters.Database;
using Lotse.Domain.Communities;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Setup.Commands.Communities;

/// <summary>The verb that says what stands below a community's answers.</summary>
internal static class SignatureVerb
{
    public static Command Command()
    {
        var community = new Option<string>("--community") { Description = "Name of the community", Required = true };
        var language = new Option<string>("--language") { Description = "de or en", Required = true };
        var off = new Option<bool>("--off") { Description = "No signature in this language" };
        var command = new Command("signature", $"Reads from standard input what stands below answers; {{{{ {Signature.AgentName} }}}} and {{{{ {Signature.CommunityName} }}}} are filled in") { community, language, off };
        command.SetAction(async (parsed, cancel) =>
        {
            var (name, wanted) = (parsed.GetValue(community)!.Trim(), parsed.GetValue(language)!);
            if (wanted is not ("de" or "en")) throw new CommandFailed($"--language is de or en, not {wanted}.", 2);
            var text = parsed.GetValue(off) ? null : await ReadAsync(cancel);
            await using var desk = await OpenedDesk.OpenAsync(parsed, cancel: cancel);
            var row = await desk.Database.Communities.AsTracking().SingleOrDefaultAsync(c => c.Name == name, cancel) ?? throw new CommandFailed($"There is no community {name}.");
            if (wanted == "de") row.SignatureDe = text;
            else row.SignatureEn = text;
            await desk.Get<Journal>().SaveAsync(cancel);
            Console.WriteLine(text is null ? $"{name} has no signature in {wanted}." : $"Answers of {name} end with:\n\n{Signature.Separator}\n{Signature.Of(row, wanted, "Ada")}");
            return 0;
        });
        return command;
    }

    private static async Task<string> ReadAsync(CancellationToken cancel)
    {
        var text = (await Console.In.ReadToEndAsync(cancel)).ReplaceLineEndings("\n").Trim('\n', ' ');
        if (text.Length == 0) throw new CommandFailed("The signature is read from standard input, and nothing came.", 2);
        return Signature.Check(text) is not { } refusal ? text : throw new CommandFailed(refusal.Code switch
        {
            Signature.NoSuchVariable => $"A signature knows {{{{ {Signature.AgentName} }}}} and {{{{ {Signature.CommunityName} }}}}, not {{{{ {refusal.About} }}}}.",
            Signature.TooLong => "The signature is too long: 20 lines and 2000 characters at most.",
            _ => "The signature is not plain text.",
        }, 2);
    }
}
