# What the full test run needs beside .NET: installed by package name where this is root on Debian, named elsewhere.
# A package is asked for by the program it brings, so that one installed by hand counts too.

has() {
  local place
  command -v "$1" >/dev/null && return
  for place in /usr/lib/postgresql/*/bin /usr/pgsql-*/bin /usr/sbin /usr/lib/dovecot /usr/libexec/dovecot; do
    [ ! -x "$place/$1" ] || return 0
  done
  return 1
}

missing_packages() {
  local part
  has node || echo nodejs
  has npm || echo npm
  has initdb || echo postgresql
  has openssl || echo openssl
  has postfix || echo postfix
  has dovecot || echo dovecot-imapd
  has lmtp || echo dovecot-lmtpd
  has chromium || echo chromium
  for part in proxy account container object; do has swift-$part-server || echo swift-$part; done
}

# No daemon may start: the tests run their own from throw-away folders, and a mail server on this machine is nobody's wish.
install_quietly() {
  local policy=/usr/sbin/policy-rc.d ours=no log status=0
  log=$(mktemp)
  if [ ! -e "$policy" ]; then printf '#!/bin/sh\nexit 101\n' >"$policy" && chmod +x "$policy" && ours=yes; fi
  ! has debconf-set-selections || echo "postfix postfix/main_mailer_type select Local only" | debconf-set-selections
  { apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "$@"; } </dev/null >"$log" 2>&1 || status=$?
  [ $ours = no ] || rm -f "$policy"
  [ $status -eq 0 ] || { tail -n 15 "$log" >&2; echo "Could not install: $*" >&2; }
  rm -f "$log"
}

install_missing() {
  local names
  names=$(missing_packages | paste -sd' ' -)
  [ -n "$names" ] || return 0
  if [ "$(id -u)" = 0 ] && [ -e /etc/debian_version ]; then
    echo "Installing $names"
    # shellcheck disable=SC2086
    install_quietly $names
  else
    printf '%s\n' "Not here: $names" "What needs them is skipped. Debian or Ubuntu: sudo apt install $names" \
      "Elsewhere take the packages of the same programs: PostgreSQL 15 or newer, Postfix, Dovecot with LMTP, OpenStack Swift, Chromium, Node.js 20 or newer."
  fi
}
