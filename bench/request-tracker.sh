#!/usr/bin/env bash
# Request Tracker 5 of Debian 12, for the comparison that `bench table` makes:  bench/request-tracker.sh VERB FOLDER
#   install   its packages (root, Debian 12); nothing starts by itself
#   set-up    a PostgreSQL cluster and an Apache of its own below FOLDER, on loopback; 32 agents with rights on one queue
#   start, stop, index, bytes, pids, version
#   clean     stops both and removes what set-up made; the packages stay
# As its documents advise: PostgreSQL with Debian's settings and durable commits, Apache prefork with mod_perl and RT preloaded, pages compressed, full-text
# search with an index. To its advantage: HTML mails are turned into text by Perl itself (the default starts a program for each), and its log is silent.
# No mail leaves the machine: what it sends is appended to FOLDER/outbox.
set -euo pipefail
verb=${1:?verb} folder=$(realpath -m "${2:?folder}")
web_port=${RT_WEB_PORT:-8095} database_port=${RT_DATABASE_PORT:-5443} cluster=lotsebench
url=http://127.0.0.1:$web_port/rt
settings=/etc/request-tracker5/RT_SiteConfig.d/95-lotsebench.pm
export PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive

database_pid() { head -n 1 "/var/lib/postgresql/15/$cluster/postmaster.pid" 2>/dev/null || true; }
web_pid() { cat "$folder/apache.pid" 2>/dev/null || true; }
asked() { PGPASSWORD=rtpass psql -h 127.0.0.1 -p "$database_port" -U rtuser -d rtdb -qAtX -c "$1"; }

install_packages() {
  local policy=/usr/sbin/policy-rc.d made=
  if [ ! -e $policy ]; then printf '#!/bin/sh\nexit 101\n' > $policy; chmod 755 $policy; made=yes; fi
  apt-get update -qq
  apt-get install -y -qq --no-install-recommends debconf-utils > /dev/null
  printf 'request-tracker5 request-tracker5/%s\n' 'dbconfig-install boolean false' 'initial-root-password password Bench-root-1' \
    'rtname string rt.bench.example' 'install-cronjobs boolean false' | debconf-set-selections
  apt-get install -y -qq --no-install-recommends request-tracker5 rt5-db-postgresql rt5-apache2 apache2 libapache2-mod-perl2 libfcgi-perl postgresql-15 curl procps > /dev/null
  [ -z "$made" ] || rm $policy
}

write_settings() {
  cat > $settings <<SETTINGS
Set(\$DatabaseType, 'Pg'); Set(\$DatabaseHost, '127.0.0.1'); Set(\$DatabasePort, '$database_port');
Set(\$DatabaseUser, 'rtuser'); Set(\$DatabasePassword, 'rtpass'); Set(\$DatabaseName, 'rtdb'); Set(\$DatabaseAdmin, 'postgres');
Set(\$rtname, 'rt.bench.example'); Set(\$Organization, 'rt.bench.example');
Set(\$CorrespondAddress, 'support@lotse.example'); Set(\$CommentAddress, 'comment@lotse.example');
Set(\$WebDomain, '127.0.0.1'); Set(\$WebPort, $web_port); Set(\$WebPath, '/rt'); Set(\$WebBaseURL, 'http://127.0.0.1:$web_port');
Set(\$MailCommand, 'sendmailpipe'); Set(\$SendmailPath, '$folder/sendmail'); Set(\$HTMLFormatter, 'core');
Set(\$LogToSyslog, undef); Set(\$LogToSTDERR, 'error');
Set(%FullTextSearch, Enable => 1, Indexed => 1, Column => 'ContentIndex', Table => 'AttachmentsIndex');
1;
SETTINGS
  cat > "$folder/agents" <<'AGENTS'
my $rights = sub { my ($where, @names) = @_; map { { Right => $_, %$where } } @names };
@Users = map { my $name = sprintf 'agent%02d', $_; { Name => $name, RealName => $name, EmailAddress => "$name\@lotse.example", Password => 'Only-for-the-bench-1', Privileged => 1 } } 1 .. 32;
@Groups = ({ Name => 'Agents', Description => 'Agents' });
@Members = map { { Group => 'Agents', GroupDomain => 'UserDefined', Class => 'RT::User', Name => sprintf('agent%02d', $_) } } 1 .. 32;
@ACL = (
  $rights->({ Queue => 'General', GroupDomain => 'SystemInternal', GroupType => 'Everyone' }, qw(CreateTicket ReplyToTicket CommentOnTicket SeeQueue)),
  $rights->({ Queue => 'General', GroupDomain => 'UserDefined', GroupId => 'Agents' }, qw(SeeQueue ShowTicket ShowTicketComments ShowOutgoingEmail CreateTicket
    ReplyToTicket CommentOnTicket ModifyTicket OwnTicket TakeTicket StealTicket Watch DeleteTicket ShowTemplate)),
  $rights->({ GroupDomain => 'UserDefined', GroupId => 'Agents' }, qw(ModifySelf ShowSavedSearches LoadSavedSearch CreateSavedSearch EditSavedSearches SeeGroup ShowUserHistory)));
1;
AGENTS
}

write_web() {
  {
    printf '%s\n' "ServerRoot $folder" "Listen 127.0.0.1:$web_port" "PidFile $folder/apache.pid" "ErrorLog $folder/error.log" 'ServerName 127.0.0.1'
    for module in mpm_prefork authz_core authz_host alias dir mime env filter deflate reqtimeout setenvif perl; do
      echo "LoadModule ${module}_module /usr/lib/apache2/modules/mod_$module.so"
    done
    printf '%s\n' 'User www-data' 'Group www-data' 'TypesConfig /etc/mime.types' 'Include /etc/apache2/mods-available/deflate.conf' 'AddDefaultCharset UTF-8' \
      'DocumentRoot /usr/share/request-tracker5/html' '<Directory /usr/share/request-tracker5>' 'Require all granted' '</Directory>' 'Timeout 300' 'KeepAlive On' \
      'MaxKeepAliveRequests 0' 'StartServers 4' 'MinSpareServers 4' 'MaxSpareServers 6' 'ServerLimit 40' 'MaxRequestWorkers 40' 'MaxConnectionsPerChild 0' \
      'SetEnvIf Authorization "(.*)" HTTP_AUTHORIZATION=$1' 'Include /etc/request-tracker5/apache2-modperl2.conf'
  } > "$folder/apache.conf"
}

set_up() {
  mkdir -p "$folder"
  pg_lsclusters -h | grep -q "^15 *$cluster " || pg_createcluster 15 $cluster --port "$database_port" > /dev/null
  pg_ctlcluster 15 $cluster start 2>/dev/null || true
  su postgres -c "psql -qAtX -p $database_port -c \"ALTER USER postgres PASSWORD 'pgadmin'\" -c 'DROP DATABASE IF EXISTS rtdb' -c 'DROP USER IF EXISTS rtuser' -c \"CREATE USER rtuser PASSWORD 'rtpass'\"" 2>/dev/null
  chmod 644 /etc/request-tracker5/RT_SiteConfig.pm
  printf '#!/bin/sh\nexec flock %s/sendmail cat >> %s/outbox\n' "$folder" "$folder" > "$folder/sendmail"
  chmod 755 "$folder" "$folder/sendmail"
  : > "$folder/outbox"
  chown www-data "$folder/outbox"
  write_settings
  write_web
  echo Bench-root-1 > "$folder/root-password"
  { rt-setup-database-5 --action init --dba postgres --dba-password pgadmin --root-password-file "$folder/root-password"
    rt-setup-database-5 --action insert --datafile "$folder/agents" --dba postgres --dba-password pgadmin
    rt-setup-fulltext-index-5 --noask --dba postgres --dba-password pgadmin; } > "$folder/set-up.log" 2>&1
}

start_both() {
  pg_ctlcluster 15 $cluster start 2>/dev/null || true
  apache2 -f "$folder/apache.conf" >> "$folder/error.log" 2>&1
  for _ in $(seq 600); do curl -fs -o /dev/null "$url/" && return; sleep 0.05; done
  echo "Request Tracker does not answer, see $folder/error.log" >&2
  return 1
}

stop_both() {
  local pid
  pid=$(web_pid)
  if [ -n "$pid" ] && kill "$pid" 2>/dev/null; then for _ in $(seq 200); do kill -0 "$pid" 2>/dev/null || break; sleep 0.05; done; fi
  pg_ctlcluster 15 $cluster stop -m fast 2>/dev/null || true
}

case $verb in
  install) install_packages ;;
  set-up) set_up ;;
  start) start_both ;;
  stop) stop_both ;;
  index) su www-data -s /bin/sh -c 'rt-fulltext-indexer-5 --all --quiet' >> "$folder/error.log" 2>&1 || true
         su postgres -c "psql -qAtX -p $database_port -d rtdb -c 'VACUUM ANALYZE'" ;;
  bytes) asked "SELECT pg_database_size('rtdb')" ;;
  pids) for pid in $(web_pid) $(database_pid); do echo "$pid"; pgrep -P "$pid" || true; done ;;
  version) printf 'Request Tracker %s, PostgreSQL %s, Apache %s\n' "$(dpkg-query -W -f '${Version}' request-tracker5)" "$(dpkg-query -W -f '${Version}' postgresql-15)" "$(dpkg-query -W -f '${Version}' apache2)" ;;
  clean) stop_both
         if pg_lsclusters -h | grep -q "^15 *$cluster "; then pg_dropcluster 15 $cluster --stop; fi
         rm -rf "$folder" $settings ;;
  *) echo "install, set-up, start, stop, index, bytes, pids, version or clean" >&2; exit 2 ;;
esac
