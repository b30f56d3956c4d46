# Installs Debian packages without letting their services start, now or at the next boot. Run as root by
# apt.ts.
set -eu

export DEBIAN_FRONTEND=noninteractive
export NEEDRESTART_SUSPEND=1 # on Ubuntu it would restart other services

# One at a time: two starts at once must not save each other's policy-rc.d. The lock is on the folder that
# holds it.
exec 9</usr/sbin
flock 9

# While it says 101, no package may start a service: https://manpages.debian.org/policy-rc.d
policy=/usr/sbin/policy-rc.d
saved=$policy.saved-by-post-views
restore() {
  rm -f "$policy"
  if [ -e "$saved" ]; then mv "$saved" "$policy"; fi
}
trap restore EXIT
trap 'exit 143' HUP INT TERM
# One that is saved already is left from a machine that went down in the middle: that is the real one.
if [ -e "$policy" ] && [ ! -e "$saved" ]; then mv "$policy" "$saved"; fi
printf '#!/bin/sh\nexit 101\n' >"$policy"
chmod 755 "$policy"

# Services that may come with it. One that is to start at boot already is none of ours, whoever needs it.
new=''
for unit in mariadb mysql rabbitmq-server prometheus; do
  systemctl is-enabled --quiet "$unit.service" 2>/dev/null || new="$new $unit"
done
command -v epmd >/dev/null || new="$new epmd" # comes with RabbitMQ, but may have been here for another

# Without a network the lists on the machine may still do.
apt-get update -q || echo 'apt-get update failed; going on with the package lists that are here'
apt-get install -q -y --no-install-recommends \
  -o DPkg::Lock::Timeout=300 -o Dpkg::Options::=--force-confold "$@"

if command -v systemctl >/dev/null; then
  for unit in $new; do systemctl disable "$unit.service" >/dev/null 2>&1 || true; done
fi
