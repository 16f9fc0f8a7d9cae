namespace Lotse.Tests.MailTown;

/// <summary>Holds the mailboxes: LMTP in from the relay, IMAP out, and sign-in for both servers.</summary>
internal static class TownDovecot
{
    /// <param name="mechanisms">By which one may sign in.</param>
    public static async Task<Daemon> StartAsync(TownPlaces town, string introspection, string name = "dovecot", string mechanisms = "plain login xoauth2 oauthbearer")
    {
        var folder = town.Folder(name);
        var config = Path.Combine(folder, "dovecot.conf");
        await File.WriteAllTextAsync(config, Config(town, folder, mechanisms));
        await File.WriteAllTextAsync(Path.Combine(folder, "tokens.conf"), $"introspection_mode = post\nintrospection_url = {introspection}\nusername_attribute = username\nactive_attribute = active\nactive_value = true\n");
        return await Daemon.StartAsync(folder, Path.Combine(folder, "run", "master.pid"), Path.Combine(folder, "log"), [town.Imap, town.MailboxLmtp],
            "/usr/sbin/dovecot", "-F", "-c", config);
    }

    private static string Config(TownPlaces town, string folder, string mechanisms) => $$"""
        protocols = imap lmtp
        listen = 127.0.0.1
        base_dir = {{folder}}/run
        state_dir = {{folder}}/state
        log_path = {{folder}}/log
        instance_name = lotse-town
        postmaster_address = postmaster@postfach.example
        ssl = yes
        ssl_cert = <{{town.Certificate}}
        ssl_key = <{{town.Key}}
        disable_plaintext_auth = no
        auth_mechanisms = {{mechanisms}}
        mail_location = maildir:~/
        mail_fsync = never
        first_valid_uid = 1
        first_valid_gid = 1
        mail_max_userip_connections = 100
        service imap-login {
          chroot =
          inet_listener imap {
            port = {{town.Imap}}
          }
          inet_listener imaps {
            port = {{town.Imaps}}
          }
        }
        service lmtp {
          inet_listener lmtp {
            address = 127.0.0.1
            port = {{town.MailboxLmtp}}
          }
        }
        service auth {
          inet_listener {
            address = 127.0.0.1
            port = {{town.SignIn}}
          }
        }
        auth_failure_delay = 0
        service anvil {
          chroot =
          unix_listener anvil-auth-penalty {
            mode = 0
          }
        }
        passdb {
          driver = oauth2
          mechanisms = xoauth2 oauthbearer
          args = {{folder}}/tokens.conf
        }
        passdb {
          driver = static
          mechanisms = plain login
          args = password={{Town.Password}}
        }
        userdb {
          driver = static
          args = allow_all_users=yes uid={{TownPlaces.NobodyId}} gid={{TownPlaces.NobodyId}} home={{town.Mail}}/%d/%n
        }

        """;
}
