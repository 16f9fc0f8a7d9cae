# Runs one test program and adds its counts to passed, failed and skipped.
# The counts come from its report file, so a program that dies without one is a failure and never a silent zero.
passed=0 failed=0 skipped=0
reports=$(mktemp -d) files=
trap 'rm -rf "$reports" "$files"' EXIT

# Tests make and remove a desk each, and their databases put every commit on a disk: in memory, where there is room for it, nobody waits for that.
# Readable by all, because a database server and a mail server may work in it as users of their own.
if [ -z "${TMPDIR:-}" ] && [ "$(df --output=avail -k /dev/shm 2>/dev/null | tail -n1)" -gt 4000000 ] 2>/dev/null; then
  files=$(mktemp -d /dev/shm/lotse-tests-XXXXXX) && chmod 755 "$files"
fi

counted() { sed -n "s/.* $1=\"\([0-9]*\)\".*/\1/p" <<<"$2"; }

# suite TITLE PROJECT [ARGUMENT ...]
# Half as many classes again as there are cores work at a time: much of a test is waiting for a program, a server or a disk.
suite() {
  local title=$1 program=$root/tests/$2/bin/Release/net10.0/$2 report=$reports/$((++suites)).xml status=0 head
  shift 2
  echo "== $title"
  TMPDIR=${files:-${TMPDIR:-/tmp}} timeout --foreground --kill-after=30 "${LOTSE_TEST_SECONDS:-1500}" "$program" -noLogo -noColor -reporter quiet -longRunning 120 -maxThreads "${LOTSE_TEST_THREADS:-1.5x}" "$@" -result-xml "$report" </dev/null || status=$?
  head=$(grep -o -m1 '<assembly [^>]*>' "$report" 2>/dev/null | head -n1) || true
  if [ -z "$head" ]; then
    echo "   ended with status $status and left no report"
    failed=$((failed + 1))
    return
  fi
  local right wrong left errors
  right=$(counted passed "$head") wrong=$(counted failed "$head") left=$(counted skipped "$head") errors=$(counted errors "$head")
  # Wrong by its status although no test is: something broke between the tests.
  [ $((wrong + errors)) -gt 0 ] || [ $status -eq 0 ] || errors=1
  echo "   $right passed, $((wrong + errors)) failed, $left skipped"
  passed=$((passed + right)) failed=$((failed + wrong + errors)) skipped=$((skipped + left))
}
suites=0

# A whole suite that cannot run here.
suite_skipped() {
  echo "== $1"
  echo "   $2"
  if [ "$skips" = fail ]; then failed=$((failed + 1)); else skipped=$((skipped + 1)); fi
}
