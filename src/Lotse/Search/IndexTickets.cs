using Lotse.Adapters.Database.Searching;
using Lotse.Tickets.Finding;

namespace Lotse.Search;

/// <summary>Puts the words of tickets into the index. It reads tickets of all communities: what anybody may see of them is asked again with every search.</summary>
public sealed class IndexTickets(WordsOfTickets words, SearchStore store, TextsOfFiles texts)
{
    /// <summary>Puts these tickets into the index as they are now, and notes how far it has come.</summary>
    /// <param name="raise">False where more tickets belong to the same step.</param>
    public async Task RunAsync(IReadOnlyList<long> ids, SearchProgress progress, bool raise, CancellationToken cancel)
    {
        if (await store.IsThereAsync(progress, cancel)) return;
        var gathered = ids.Count == 0 ? [] : await words.RunAsync(ids, files => InFilesAsync(files, cancel), cancel);
        var there = gathered.Select(one => one.TicketId).ToHashSet();
        await store.WriteAsync(gathered, [.. ids.Where(id => !there.Contains(id))], progress, raise, cancel);
    }

    private async Task<ILookup<long, string>> InFilesAsync(IReadOnlyList<HangingFile> files, CancellationToken cancel)
    {
        var said = await texts.RunAsync(files, cancel);
        return files.Where(file => said.ContainsKey(file.File.Sha256)).DistinctBy(file => (file.TicketId, file.File.Sha256)).ToLookup(file => file.TicketId, file => said[file.File.Sha256]);
    }
}
