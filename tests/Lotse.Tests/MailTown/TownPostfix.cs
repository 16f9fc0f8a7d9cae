namespace Lotse.Tests.MailTown;

/// <summary>The relay that everybody in town hands their mail to.</summary>
internal static class TownPostfix
{
    // Postfix's qmgr takes up a deferred mail one second early and counts whole seconds. With less than three seconds it may do so while lmtp still
    // holds the file of the very attempt before ("skipped, still being delivered"), and then it puts the mail aside for a minute that nothing can shorten.
    private const string Backoff = "3s";

    public static async Task<Daemon> StartAsync(TownPlaces town)
    {
        var folder = town.Folder("postfix");
        var queue = town.Folder("queue");
        await TownPlaces.RunAsync("chown", "postfix", town.Folder("state"));
        await File.WriteAllTextAsync(Path.Combine(folder, "main.cf"), Settings(town, folder, queue));
        await File.WriteAllTextAsync(Path.Combine(folder, "master.cf"), Services(town));
        await File.WriteAllTextAsync(Path.Combine(folder, "mailboxes"), "!/^no/ there\n");
        await File.WriteAllTextAsync(Path.Combine(folder, "busy"), "/^busy@/ 450 4.2.0 Mailbox busy, come back later\n");
        return await Daemon.StartAsync(folder, Path.Combine(queue, "pid", "master.pid"), Path.Combine(folder, "log"), [town.Smtp],
            "/usr/sbin/postfix", "-c", folder, "start-fg");
    }

    private static string Settings(TownPlaces town, string folder, string queue) => $"""
        compatibility_level = 3.6
        queue_directory = {queue}
        data_directory = {town.Root}/state
        command_directory = /usr/sbin
        daemon_directory = /usr/lib/postfix/sbin
        mail_owner = postfix
        setgid_group = postdrop
        maillog_file = {folder}/log
        maillog_file_prefixes = {folder}
        myhostname = relay.postfach.example
        mydestination =
        mynetworks = 127.0.0.0/8
        inet_interfaces = 127.0.0.1
        inet_protocols = ipv4
        alias_maps =
        alias_database =
        disable_dns_lookups = yes
        smtpd_peername_lookup = no
        recipient_delimiter = +
        relay_domains = lotse.example
        relay_recipient_maps =
        transport_maps = inline:{"{"}lotse.example=lmtp:inet:127.0.0.1:{town.DeskLmtp}{"}"}
        default_transport = error:closed world
        local_transport = error:closed world
        relay_transport = error:closed world
        virtual_mailbox_domains = kunde.example, postfach.example
        virtual_mailbox_maps = regexp:{folder}/mailboxes
        virtual_transport = lmtp:inet:127.0.0.1:{town.MailboxLmtp}
        mailbox_size_limit = 0
        message_size_limit = 60000000
        smtpd_relay_restrictions = permit_mynetworks, reject
        smtpd_recipient_restrictions = check_recipient_access regexp:{folder}/busy, permit
        smtpd_tls_security_level = may
        smtpd_tls_cert_file = {town.Certificate}
        smtpd_tls_key_file = {town.Key}
        smtpd_tls_received_header = yes
        smtpd_sasl_auth_enable = yes
        smtpd_sasl_type = dovecot
        smtpd_sasl_path = inet:127.0.0.1:{town.SignIn}
        queue_run_delay = 1s
        minimal_backoff_time = {Backoff}
        maximal_backoff_time = {Backoff}
        max_idle = 10s

        """;

    private static string Services(TownPlaces town) => $"""
        127.0.0.1:{town.Smtp} inet n - n - - smtpd
        127.0.0.1:{town.Smtps} inet n - n - - smtpd -o smtpd_tls_wrappermode=yes
        127.0.0.1:{town.BearerSmtp} inet n - n - - smtpd -o smtpd_sasl_mechanism_filter=oauthbearer
        pickup unix n - n 60 1 pickup
        cleanup unix n - n - 0 cleanup
        qmgr unix n - n 300 1 qmgr
        tlsmgr unix - - n 1000? 1 tlsmgr
        rewrite unix - - n - - trivial-rewrite
        bounce unix - - n - 0 bounce
        defer unix - - n - 0 bounce
        trace unix - - n - 0 bounce
        verify unix - - n - 1 verify
        flush unix n - n 1000? 0 flush
        proxymap unix - - n - - proxymap
        showq unix n - n - - showq
        error unix - - n - - error
        retry unix - - n - - error
        lmtp unix - - n - - lmtp
        anvil unix - - n - 1 anvil
        scache unix - - n - 1 scache
        postlog unix-dgram n - n - 1 postlogd

        """;
}
