namespace Lotse.Adapters.MailServer.Reading;

/// <summary>How much work one mail may cause. What goes over a limit is left out and named in the problems of the mail, never thrown.</summary>
public sealed record ReadingLimits
{
    public static ReadingLimits Default { get; } = new();

    /// <summary>With everything about attached mails, for whoever wants to see them.</summary>
    public static ReadingLimits Whole { get; } = new() { WholeNested = true };

    /// <summary>Reads attached mails like the outermost one. Intake needs of them only what their header says; their files and bytes are there anyway.</summary>
    public bool WholeNested { get; init; }

    /// <summary>Wall time for everything that is done with one mail; a second is added for each 10 MB. A mail takes less than a millisecond, but the first one after
    /// a start, on a machine that others keep busy, was seen to take more than two seconds, and lost its body by that.</summary>
    public TimeSpan Time { get; init; } = TimeSpan.FromSeconds(8);

    /// <summary>Levels of parts inside parts, attached mails included.</summary>
    public int Depth { get; init; } = 50;

    /// <summary>Leaves in the whole mail, those of attached mails and of winmail.dat included.</summary>
    public int Parts { get; init; } = 1000;

    /// <summary>Bytes of the outermost header; what follows is not read as header any more.</summary>
    public int HeaderBytes { get; init; } = 1024 * 1024;

    /// <summary>Bytes of one text or HTML part that are read into memory, decoded.</summary>
    public int TextBytes { get; init; } = 5 * 1024 * 1024;

    /// <summary>Bytes of a part that has to be unpacked in memory (winmail.dat, a mail in base64).</summary>
    public int UnpackedBytes { get; init; } = 64 * 1024 * 1024;
}
