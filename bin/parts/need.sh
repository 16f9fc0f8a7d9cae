# What the other scripts share: the root of the tree, quiet tools, and a clear word where a tool is missing.
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_GENERATE_ASPNET_CERTIFICATE=false DOTNET_SKIP_WORKLOAD_INTEGRITY_CHECK=1

# An SDK that was unpacked by hand lies beside PATH more often than on it.
if ! command -v dotnet >/dev/null; then
  for place in "${DOTNET_ROOT:-}" "$HOME/.dotnet" /usr/share/dotnet /usr/lib/dotnet; do
    [ -x "$place/dotnet" ] && PATH="$place:$PATH" && break
  done
fi

stop_with() { printf '%s\n' "$@" >&2; exit 1; }

need_sdk() {
  local wanted
  wanted=$(sed -n 's/.*"version": *"\([0-9]*\)\..*/\1/p' "$root/global.json")
  command -v dotnet >/dev/null ||
    stop_with "Lotse needs the .NET $wanted SDK, and there is no dotnet here." "Get it from https://dotnet.microsoft.com/download"
  (cd "$root" && dotnet --version >/dev/null 2>&1) ||
    stop_with "Lotse needs the .NET $wanted SDK; here is only: $(dotnet --list-sdks 2>/dev/null | cut -d' ' -f1 | paste -sd' ' -)" \
      "Get it from https://dotnet.microsoft.com/download"
}

need_node() {
  command -v npm >/dev/null ||
    stop_with "Lotse needs Node.js 20 or newer with npm to build its pages." "Debian: apt install nodejs npm; elsewhere https://nodejs.org"
  local major
  major=$(node --version | sed 's/^v\([0-9]*\).*/\1/')
  [ "$major" -ge 20 ] || stop_with "Lotse needs Node.js 20 or newer; here is $(node --version)."
}
