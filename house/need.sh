#!/bin/sh
# Install the Debian packages that a thing needs and that are not here yet, and say which.
#   house/need.sh venv | icu | npm | browser ...
set -eu

missing=""
add() { missing="$missing $*"; }
has() { command -v "$1" >/dev/null 2>&1; }
installed() { dpkg-query -W -f='${Status}' "$1" 2>/dev/null | grep -q 'ok installed'; }
python_header() {
  python3 -c 'import os, sysconfig, sys
sys.exit(not os.path.exists(os.path.join(sysconfig.get_path("include"), "Python.h")))'
}

for thing in "$@"; do
  case "$thing" in
    venv) python3 -c 'import ensurepip' 2>/dev/null || add python3-venv ;;
    icu) # PyICU, which the transliteration rests on, is published as source only
      { has g++ && has pkg-config && pkg-config --exists icu-i18n && python_header; } ||
        add g++ pkg-config libicu-dev python3-dev
      ;;
    npm) has npm || add nodejs npm ;;
    browser)
      has chromium || add chromium
      has certutil || add libnss3-tools
      ! has dpkg-query || installed fonts-noto-core || add fonts-noto-core
      ;;
    network) { has ip && has tc; } || add iproute2 ;;
    *) echo "house/need.sh does not know what $thing needs" >&2; exit 2 ;;
  esac
done
[ -n "$missing" ] || exit 0

as_root=""
[ "$(id -u)" = 0 ] || as_root=sudo
if ! has apt-get || { [ -n "$as_root" ] && ! has sudo; }; then
  echo "Missing here:$missing. Install them (on Debian, as root: apt-get install$missing) and try again." >&2
  exit 1
fi

echo "Installing from Debian:$missing"
export DEBIAN_FRONTEND=noninteractive
$as_root apt-get -qq update
# shellcheck disable=SC2086  # one word per package
$as_root apt-get -qq install -y --no-install-recommends $missing >/dev/null
