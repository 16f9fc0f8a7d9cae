# The desk's program as bin/lotse starts it: compiled ahead for this machine, because a desk that compiles itself while mail comes in
# spends most of its first minutes on that. Needs need.sh.
program=$root/artifacts/desk/Lotse.dll
mark=$root/artifacts/desk-made-from

# Names, sizes and times of all sources: sees a removed file and an older checkout too, which a comparison of times would not.
sources() {
  cd "$root"
  find src Directory.Build.props Directory.Packages.props global.json \
    \( -name bin -o -name obj -o -name node_modules -o -name dist \) -prune -o -type f -printf '%p %s %T@\n' 2>/dev/null | LC_ALL=C sort | cksum
}

is_current() { [ -f "$program" ] && [ -f "$mark" ] && [ "$(<"$mark")" = "$now" ]; }

# No build servers: they would outlive this call and hold its terminal or pipe open. What one kind of machine adds is locked beside the build.
publish() {
  dotnet publish "$root/src/Lotse" -c Release -o "$root/artifacts/desk" --artifacts-path "$root/artifacts/work/desk" \
    -p:RunAnalyzers=false -v q -clp:NoSummary --tl:off --disable-build-servers "$@" </dev/null
}

publish_for_here() {
  local here
  here=$(dotnet --info | sed -n 's/^ *RID: *//p')
  # Where there is no such compiler for this machine, the desk still runs: it starts more slowly.
  publish --use-current-runtime --no-self-contained -p:PublishReadyToRun=true -p:NuGetLockFilePath="obj/$here.lock.json" >"$1" 2>&1 ||
    publish >>"$1" 2>&1
}

make_program() {
  now=$(sources)
  ! is_current || return 0
  mkdir -p "$root/artifacts"
  exec 9>"$root/artifacts/building"
  ! command -v flock >/dev/null || flock 9
  now=$(sources)                      # another caller may have built it while this one waited
  if ! is_current; then
    need_sdk
    need_node
    local log status=0
    log=$(mktemp)
    publish_for_here "$log" 9>&- || status=$?
    if [ $status -eq 0 ]; then printf '%s\n' "$now" >"$mark"; else cat "$log" >&2; fi
    rm -f "$log"
    [ $status -eq 0 ] || stop_with "The desk could not be built."
  fi
  exec 9>&-
}
