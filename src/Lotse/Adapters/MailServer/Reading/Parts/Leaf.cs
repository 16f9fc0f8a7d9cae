using Lotse.Domain.Intake;
using MimeKit;

namespace Lotse.Adapters.MailServer.Reading.Parts;

/// <summary>One leaf of a mail with its number. The bytes come from the part, from an attached mail, or were unpacked from another leaf.</summary>
internal sealed class Leaf
{
    public required int Number { get; init; }
    public required string ContentType { get; init; }
    public string? Name { get; init; }
    public string? Disposition { get; init; }
    public string? ContentId { get; init; }
    public string? ContentLocation { get; init; }
    public MimePart? Part { get; init; }
    public MimeMessage? Attached { get; init; }

    /// <summary>The raw bytes of the attached mail, where they lie in the stream.</summary>
    public Func<Stream?>? Raw { get; init; }
    public byte[]? Unpacked { get; init; }

    /// <summary>Decoded text, for leaves that are shown.</summary>
    public string? Text { get; set; }

    public bool IsHtml => ContentType == "text/html";

    /// <summary>What was read out of an attached mail.</summary>
    public MailTree? Inner { get; set; }

    public void WriteTo(Stream target, CancellationToken stop)
    {
        if (Unpacked is not null) target.Write(Unpacked);
        else if (Raw?.Invoke() is { } raw) raw.CopyTo(target);
        else if (Attached is not null) Attached.WriteTo(target, stop);
        else Part?.Content?.DecodeInto(target, stop);
    }

    public MailPart Describe(string name, bool inline, CancellationToken stop)
    {
        using var sink = new PartSink(keep: 0, hash: true);
        WriteTo(sink, stop);
        return new MailPart(Number, name, sink.Length, ContentType, Disposition, ContentId, sink.Sha256(), inline);
    }
}

/// <summary>A mail taken apart: its leaves, and which of them are shown as text, shown as HTML, or listed.</summary>
internal sealed class MailTree
{
    public required MimeMessage Message { get; init; }
    public List<Leaf> Text { get; } = [];
    public List<Leaf> Html { get; } = [];
    public List<Leaf> Listed { get; } = [];

    /// <summary>Bodies out of a winmail.dat: shown only where the mail has no text of its own.</summary>
    public List<Leaf> Spare { get; } = [];

    /// <summary>Text that stood where no text may stand, such as in front of the first boundary.</summary>
    public string? Stray { get; set; }

    /// <summary>Machine-readable parts of a report, by their subtype.</summary>
    public Dictionary<string, string> Reports { get; } = new(StringComparer.Ordinal);

    public string? Calendar { get; set; }
    public MailSeal Signed { get; set; }
    public MailSeal Encrypted { get; set; }
    public bool SomethingUndecodable { get; set; }
}
