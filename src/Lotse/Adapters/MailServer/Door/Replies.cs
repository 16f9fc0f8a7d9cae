namespace Lotse.Adapters.MailServer.Door;

/// <summary>What the doors answer: reply codes of RFC 5321 section 4.2, enhanced codes of RFC 3463. All end in CRLF.</summary>
internal static class Replies
{
    public static ReadOnlySpan<byte> Ok => "250 2.0.0 Ok\r\n"u8;
    public static ReadOnlySpan<byte> SenderOk => "250 2.1.0 Ok\r\n"u8;
    public static ReadOnlySpan<byte> RecipientOk => "250 2.1.5 Ok\r\n"u8;
    public static ReadOnlySpan<byte> Durable => "250 2.6.0 Message stored\r\n"u8;
    public static ReadOnlySpan<byte> Vrfy => "252 2.5.0 Send some mail, it will be tried\r\n"u8;
    public static ReadOnlySpan<byte> Help => "214 2.0.0 See RFC 2033 and RFC 5321\r\n"u8;
    public static ReadOnlySpan<byte> Bye => "221 2.0.0 Bye\r\n"u8;
    public static ReadOnlySpan<byte> ReadyForTls => "220 2.0.0 Ready to start TLS\r\n"u8;
    public static ReadOnlySpan<byte> StartData => "354 End data with <CR><LF>.<CR><LF>\r\n"u8;

    public static ReadOnlySpan<byte> TooManyConnections => "421 4.7.0 Too many connections, come back later\r\n"u8;
    public static ReadOnlySpan<byte> TooManyCommands => "421 4.7.0 Too many commands without a mail\r\n"u8;
    public static ReadOnlySpan<byte> TooManyErrors => "421 4.7.0 Too many errors\r\n"u8;
    public static ReadOnlySpan<byte> TimedOut => "421 4.4.2 Timed out\r\n"u8;
    public static ReadOnlySpan<byte> Stopping => "421 4.3.2 The desk is stopping, come back later\r\n"u8;

    public static ReadOnlySpan<byte> StoreUnavailable => "451 4.3.0 The mail cannot be stored just now, try again later\r\n"u8;
    public static ReadOnlySpan<byte> SpoolFull => "452 4.3.1 No room for the mail just now, try again later\r\n"u8;
    public static ReadOnlySpan<byte> TooManyRecipients => "452 4.5.3 Too many recipients, send the rest in another transaction\r\n"u8;

    public static ReadOnlySpan<byte> Unknown => "500 5.5.1 Command not known\r\n"u8;
    public static ReadOnlySpan<byte> LineTooLong => "500 5.5.6 Line too long\r\n"u8;
    public static ReadOnlySpan<byte> NotLhloHere => "500 5.5.1 This is SMTP, say EHLO\r\n"u8;
    public static ReadOnlySpan<byte> NotEhloHere => "500 5.5.1 This is LMTP, say LHLO\r\n"u8;
    public static ReadOnlySpan<byte> NoParameters => "501 5.5.4 No parameters here\r\n"u8;
    public static ReadOnlySpan<byte> NameMissing => "501 5.5.4 Say who you are\r\n"u8;
    public static ReadOnlySpan<byte> BadSender => "501 5.1.7 Sender address cannot be read\r\n"u8;
    public static ReadOnlySpan<byte> BadRecipient => "501 5.1.3 Recipient address cannot be read\r\n"u8;
    public static ReadOnlySpan<byte> BadParameter => "501 5.5.4 Parameter cannot be read\r\n"u8;
    public static ReadOnlySpan<byte> NotOffered => "502 5.5.1 Not offered here\r\n"u8;
    public static ReadOnlySpan<byte> HelloFirst => "503 5.5.1 Say hello first\r\n"u8;
    public static ReadOnlySpan<byte> MailFirst => "503 5.5.1 MAIL first\r\n"u8;
    public static ReadOnlySpan<byte> RecipientFirst => "503 5.5.1 No valid recipients\r\n"u8;
    public static ReadOnlySpan<byte> SecondMail => "503 5.5.1 There is a mail under way already\r\n"u8;
    public static ReadOnlySpan<byte> TlsAlready => "503 5.5.1 TLS is on already\r\n"u8;
    public static ReadOnlySpan<byte> UnknownRecipient => "550 5.1.1 No such mailbox here\r\n"u8;
    public static ReadOnlySpan<byte> TooLarge => "552 5.3.4 Mail is over the size limit\r\n"u8;
    public static ReadOnlySpan<byte> UnknownParameter => "555 5.5.4 Parameter not known\r\n"u8;
}
