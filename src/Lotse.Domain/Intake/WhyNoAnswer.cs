namespace Lotse.Domain.Intake;

/// <summary>Why no machine answers a mail. Kept in the journal by name.</summary>
public enum WhyNoAnswer
{
    /// <summary>A bounce, a receipt, an answer of another machine, an invitation.</summary>
    NotAPerson,

    /// <summary>The envelope names no sender (RFC 5321, 4.5.5): nobody wants to hear of it.</summary>
    NullSender,

    /// <summary>Auto-Submitted says that no person sent it (RFC 3834).</summary>
    AutoSubmitted,

    /// <summary>Precedence: bulk, list, junk or auto_reply.</summary>
    Precedence,

    /// <summary>It came through a list (RFC 2369, RFC 2919).</summary>
    List,

    /// <summary>X-Auto-Response-Suppress asks for silence. A person may have written it all the same.</summary>
    ResponseSuppress,

    /// <summary>X-Loop: a machine that has handled the mail marks it.</summary>
    Loop,

    /// <summary>Nobody is named who could be answered.</summary>
    NoSender,

    /// <summary>From a mailer-daemon, a postmaster or an address that nobody reads.</summary>
    Daemon,

    /// <summary>From one of our own mailboxes.</summary>
    OwnAddress,

    /// <summary>It carries, or answers, a Message-ID of our own: not a first contact.</summary>
    OwnMail,

    /// <summary>It was written long ago and comes from a file.</summary>
    Imported,

    /// <summary>Its sender was read out of a forwarded text, which proves nothing.</summary>
    Forwarded,

    /// <summary>Whoever writes from the address has called mail of ours unwanted (RFC 5965).</summary>
    Complained,

    /// <summary>The address has had as many automatic mails within a day as it may.</summary>
    AddressCap,

    /// <summary>The address has had as many about this subject within a day as it may.</summary>
    SubjectCap,

    /// <summary>The whole desk has sent as many within a day as it may.</summary>
    DeskCap,

    /// <summary>It had lain with another server for more than a day when it came here: out of a full mailbox, say.</summary>
    Old,
}
