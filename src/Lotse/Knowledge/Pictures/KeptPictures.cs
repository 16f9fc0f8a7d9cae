using System.Security.Cryptography;
using Lotse.Adapters.Database.Rows;
using Lotse.Adapters.Files;
using Lotse.Domain;
using Lotse.Tickets.Drafts;

namespace Lotse.Knowledge.Pictures;

/// <summary>The pictures of one text block while it is written: those it has, and those that come with its texts. The same bytes are one picture, in whatever language they stand.</summary>
/// <param name="lying">Its files.</param>
internal sealed class KeptPictures(IReadOnlyList<TextBlockFile> lying, Func<long> ids)
{
    private readonly Dictionary<string, (long Id, byte[] Bytes, string Type)> _new = new(StringComparer.Ordinal);

    /// <summary>Something that is called a picture and is none.</summary>
    public Refusal? Refusal { get; private set; }

    /// <summary>A text as it is kept. A picture that this block does not have falls away.</summary>
    public string Cleaned(string html)
    {
        var named = BlockPictures.Cleaned(BlockPictures.Named(html, Take));
        return BlockPictures.Addressed(named, id => lying.Any(file => file.Inline && file.Id == id) || _new.Values.Any(one => one.Id == id) ? BlockPictures.Of(id) : null);
    }

    /// <summary>Those that no text shows any more; they go.</summary>
    public IEnumerable<TextBlockFile> Gone(IEnumerable<string> texts)
    {
        var shown = texts.SelectMany(BlockPictures.In).ToHashSet();
        return lying.Where(file => file.Inline && !shown.Contains(file.Id));
    }

    /// <summary>Those that came, named after what is in them, so that they are called the same wherever they are taken.</summary>
    /// <param name="store">Null where nothing will be saved.</param>
    public List<TextBlockFile> Files(long blockId, FileStore? store) => [.. _new.Select(one => new TextBlockFile
    {
        Id = one.Value.Id, TextBlockId = blockId, Name = $"{one.Key[..12]}.{one.Value.Type["image/".Length..]}", ContentType = one.Value.Type, Size = one.Value.Bytes.Length, Sha256 = store?.Put(one.Value.Bytes) ?? "", Inline = true,
    })];

    private long? Take(byte[] bytes)
    {
        if (DraftFiles.PictureType(bytes) is not { } type)
        {
            Refusal ??= new Refusal(DraftFiles.NoPicture, "picture");
            return null;
        }
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes));
        if (lying.FirstOrDefault(file => file.Inline && file.Sha256 == sha256) is { } there) return there.Id;
        if (!_new.TryGetValue(sha256, out var taken)) _new[sha256] = taken = (ids(), bytes, type);
        return taken.Id;
    }
}
