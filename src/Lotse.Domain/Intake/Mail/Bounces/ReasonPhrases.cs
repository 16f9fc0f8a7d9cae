namespace Lotse.Domain.Intake.Mail.Bounces;

/// <summary>Words by which mail servers say why. Looked through in this order: what is specific stands before what is general.</summary>
internal static class ReasonPhrases
{
    private static readonly (string Reason, string[] Phrases)[] Table =
    [
        ("requireptr", ["ptr record", "ptr resource", "reverse dns", "reverse lookup", "ip name lookup failed", "no reverse", "rdns", "reverse hostname", "mismatches client ip",
            "cannot resolve your", "cannot find your hostname", "cannot find your reverse"]),
        ("authfailure", ["dmarc", "spf record", "spf check", "sender policy framework", "spf fail", "dkim", "authentication checks failed",
            "unauthenticated email", "sender is unauthenticated", "authentication information", "fails authentication"]),
        ("notcompliantrfc", ["rfc 5322 compliant", "rfc 2822 compliant", "multiple addresses in from", "rfcmessagenoncompliant", "duplicate header",
            "not rfc compliant"]),
        ("norelaying", ["relay access denied", "relaying denied", "not configured to relay", "insecure mail relay", "unable to relay", "relay not permitted",
            "relaying not allowed", "not permitted to relay", "email address is not verified", "relaying is prohibited", "cannot relay", "no relaying",
            "we do not relay", "that domain isn't in my list of allowed rcpthosts", "relay denied", "relaying prohibited"]),
        ("mailboxfull", ["mailbox full", "mailbox is full", "over quota", "overquota", "quota exceeded", "out of storage", "mailfolder is full",
            "storage quota", "disk quota", "exceeds allowed size", "inbox is full", "mailbox for user is full", "quota exceed", "account is full",
            "mailbox size limit", "not enough storage", "messages in recipient's mailbox exceeded", "exceeded its quota", "exceeded the quota",
            "user is over the quota", "mailbox has exceeded", "full mailbox", "postfach ist voll", "postfach voll", "boite pleine", "buzon lleno",
            "exceeded storage", "over the maximum allowed mailbox", "too much mail data", "mailboxfull"]),
        ("systemfull", ["insufficient disk space", "insufficient system storage", "no space left", "disk full", "out of disk space"]),
        ("mesgtoobig", ["message too big", "message too large", "too big for system", "line limit exceeded", "exceeds maximum message size",
            "message size exceeds", "message is too large", "message is larger than", "size limit", "max message size", "message file too big",
            "exceeded maximum", "exceeds fixed maximum", "too large for this recipient"]),
        ("notaccept", ["no smtp service", "null mx", "nullmx", "no mx record found", "no mx found", "does not accept mail", "not accepting network messages",
            "doesn't accept mail", "domain does not receive mail"]),
        ("hasmoved", ["mailbox has moved", "no longer on server", "not our customer", "has been replaced by", "user has moved", "please use the new address",
            "address has changed", "has moved to"]),
        ("suspend", ["account is disabled", "account has been disabled", "account disabled", "that you tried to reach is disabled",
            "tried to reach is inactive", "mailbox is frozen", "temporary locked", "temporarily locked", "account is locked", "account suspended", "user suspended", "mailbox suspended", "been suspended", "is suspended",
            "disabled recipient", "account is blocked", "deactivated", "mailbox disabled", "mailbox is disabled", "mailbox is inactive",
            "account is inactive", "account inactive", "mailbox currently", "user is locked", "destinataire est bloque", "mailbox has been blocked",
            "account locked", "not currently active", "mailbox blocked"]),
        ("virusdetected", ["virus", "malware", "infected", "rejected due to security policies", "trojan"]),
        ("blocked", ["client host blocked", "blocked using", "spamhaus", "spamcop", "dnsbl", "block list", "blocklist", "ip address blacklisted",
            "smtp server of your isp", "which is an open relay", "not accepting connections", "invalid ip for sending", "may not be mail exchanger",
            "blocked - see", "cdrbl", "no access from mail server", "adresse ip source bloquee", "ip blocked", "ip address is blocked",
            "your ip address", "ip has been blocked", "connection refused by", "refused to talk to me: 421", "client host rejected: abus", "bad reputation", "poor reputation",
            "poor domain reputation", "listed in rbl", "listed at", "blacklisted by", "banned sending ip", "access from ip"]),
        ("speeding", ["too many recipients this hour", "too many messages", "sending rate", "too fast", "at a rate that", "message rate"]),
        ("toomanyconn", ["connection rate limit", "frequency limited", "too many connections", "too many recipients", "too many sessions",
            "too many concurrent", "connection limit", "exceeded the connection"]),
        ("spamdetected", ["spam", "message content rejected, ube", "unsolicited", "bulk email", "junk mail", "ofr_506", "content rejected, ube",
            "looks like unsol", "considered unsol"]),
        ("policyviolation", ["for policy", "policy reasons", "protocol violation", "header error", "host network not allowed", "message not allowed",
            "policy violation", "violates", "client host rejected: #", "by policy", "local policy", "security policy", "due to policy",
            "administrative policy", "prohibited by", "not allowed by"]),
        ("contenterror", ["message content rejected", "improper use of 8-bit", "media error", "headers too large", "invalid header", "bad header",
            "conversion required", "message contains"]),
        ("securityerror", ["unauthenticated senders", "authentication required", "must authenticate", "starttls", "encryption required",
            "authentication failed", "not authorized", "failed to delivery"]),
        ("hostunknown", ["host or domain name not found", "host unknown", "domain not found", "no such host", "dns lookup failure", "unrouteable address",
            "unroutable address", "invalid domain", "domain does not exist", "unknown host", "name or service not known", "no such domain",
            "bad destination system", "domain name not found", "domain is not found", "host not found (authoritative", "nonexistent domain",
            "unable to lookup dns", "domain is not reachable", "could not resolve host"]),
        ("networkerror", ["lost connection", "too many hops", "hop count", "routing loop", "mail loop", "loop detected", "no route to host",
            "host not found, try again", "name server reply", "dns query failed", "connection reset", "network is unreachable", "host unreachable",
            "name service error", "network error", "host name lookup failure", "loops back to", "mail forwarding loop", "connection dropped"]),
        ("rejected", ["sender address rejected", "domain of sender address", "sender rejected", "address that has been blacklisted", "are not member",
            "not a member of", "sender denied", "sender is rejected", "sender not allowed", "not allowed to send", "not permitted to post",
            "groups.google.com/support", "not allowed to post", "sender domain must exist", "rejected due to sender", "only members may post",
            "unable to verify sender", "sender verify failed"]),
        ("userunknown", ["user unknown", "unknown user", "no such user", "user not found", "does not exist", "unknown recipient", "recipient not found",
            "invalid recipient", "mailbox unavailable", "not listed in", "recipient address rejected: access denied", "no mailbox", "unknown address",
            "invalid mailbox", "doesn't have a", "unknown or illegal user", "recipientnotfound", "recipnotfound", "nosuchuser",
            "invalid address", "couldn't be found", "could not be found", "inactive email address", "user not exist", "user doesn't exist", "unknown e-mail",
            "not recognized", "no such recipient", "no such mailbox", "mailbox not found", "no account", "unknown local", "recipient rejected",
            "recipient unknown", "unknown mailbox", "bad address", "undeliverable address", "not a valid", "destinataire invalide", "no recipient",
            "unbekannt", "inconnu", "nicht bekannt", "user invalid", "no user", "mailbox does not", "not known here", "address unknown",
            "bad destination mailbox", "addressee unknown", "answer.py?answer=6596",
            "ディレクトリには見つかりません", "ディレクトリのリストにありません"]),
        ("expired", ["retry timeout", "connection timed out", "operation timed out", "message expired", "could not be delivered for",
            "could not deliver for the last", "in the queue too long", "has been delayed", "host not reachable", "accept our requests to connect",
            "cannot send message for", "could not send message for", "unable to deliver in", "find a gateway", "timed out", "timeout",
            "will be retried", "delivery time expired", "envelope expired", "too long in queue", "deferred", "delayed", "could not deliver message for",
            "retry time not reached", "message was undeliverable after"]),
        ("mailererror", ["pipe to |", "mailer error", "command failed", "exit status", "procmail", "local delivery failed", "unknown mailer error",
            "command died", "operating system error", "child status", "can't create output", "x-unix"]),
        ("syntaxerror", ["malformed address", "syntax error", "command unrecognized", "bad sequence of commands", "command not implemented"]),
        ("rejected", ["access denied"]),
        ("onhold", ["rejected: on hold", "on hold", "recipient error. please try again"]),
        ("systemerror", ["service currently unavailable", "internal system error", "system error", "local configuration error", "temporary local problem",
            "server error", "internal error", "duplicated message-id", "service unavailable", "local error", "configuration error", "can't connect to"]),
        ("userunknown", ["address rejected"]),
    ];

    private static readonly PhraseSearch Ascii = new([.. All().Where(p => IsAscii(p.Phrase))]);

    private static readonly (string Phrase, int Rank)[] OtherScripts = [.. All().Where(p => !IsAscii(p.Phrase))];

    /// <param name="text">Lower case.</param>
    public static string? Find(string text)
    {
        var least = Ascii.Least(text);
        if (!IsAscii(text))
        {
            foreach (var (phrase, rank) in OtherScripts) if (rank < least && text.Contains(phrase, StringComparison.Ordinal)) least = rank;
        }
        return least == PhraseSearch.None ? null : Table[least].Reason;
    }

    private static IEnumerable<(string Phrase, int Rank)> All() => Table.SelectMany((row, rank) => row.Phrases.Select(phrase => (phrase, rank)));

    private static bool IsAscii(string text) => System.Text.Ascii.IsValid(text);
}
