#!/bin/sh
# Node 26 is linked against libatomic, which a small Debian does not have: without it no script could start.
# Runs after each install of the workspace when `node` does not start.
set -eu
if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; then
  echo 'Node needs libatomic: installing libatomic1 from Debian packages'
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends libatomic1 >/dev/null
else
  echo 'Node needs the library libatomic. On Debian or Ubuntu: sudo apt-get install libatomic1' >&2
  exit 1
fi
node --version >/dev/null
