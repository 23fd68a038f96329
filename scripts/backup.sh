#!/bin/sh
# A backup of the data folder of `npm start`, whole, while nothing runs on it: a copy of a running PostgreSQL is none,
# and the one that comes with Jatakk has no pg_dump.
#
#   backup.sh <data folder> <folder for backups> [<systemd unit>]
#
# With a unit, it is stopped for as long as the copy takes, and started again if it was running. Without one, Jatakk
# must have been stopped. Packing and checking come after that. BACKUP_KEEP (2) backups are kept.
#
# The keys are not in it: they are copied once, to another place.
set -eu
umask 077

say() { printf '%s\n' "$*"; }
fail() { say "No backup was made: $*" >&2; exit 1; }

[ $# -ge 2 ] || fail 'it takes a data folder and a folder for backups.'
[ -f "$1/id" ] && [ -d "$1/postgres" ] || fail "$1 is no data folder with a database."
data=$(cd "$1" && pwd -P)
mkdir -p "$2"
target=$(cd "$2" && pwd -P)
unit=${3:-}
keep=${BACKUP_KEEP:-2}
case $keep in '' | *[!0-9]* | 0) fail "BACKUP_KEEP is $keep; at least one is kept." ;; esac
case $target/ in "$data"/*) fail 'the backups would lie in the data folder itself.' ;; esac

# Twice the size: the copy, and the packed one beside it until it is whole.
needs=$(($(du -sk "$data" | cut -f 1) * 2))
has=$(df -Pk "$target" | awk 'NR == 2 { print $4 }')
[ "$has" -gt "$needs" ] || fail "$target has room for $has kB, and this may take $needs."

draft=$target/.draft-$$
started_again=yes
start_again() {
    [ "$started_again" = yes ] && return
    started_again=yes
    systemctl start "$unit"
}
trap 'rm -f "$draft" "$draft.gz"; start_again' EXIT
trap 'exit 1' HUP INT TERM

if [ -n "$unit" ] && systemctl is-active --quiet "$unit"; then
    started_again=no
    systemctl stop "$unit"
fi
[ ! -e "$data/lock" ] && [ ! -e "$data/postgres/postmaster.pid" ] ||
    fail "Jatakk runs on $data, or was cut off there. Stop it; if it was cut off, start it and stop it once."

# Logs and the mailbox of the trial are not worth keeping.
tar -C "$data" --numeric-owner --exclude=./logs --exclude=./mailbox -cf "$draft" .
start_again

gzip -1 "$draft"
gzip -t "$draft.gz"
names=$(tar -tzf "$draft.gz")
for name in ./id ./passwords.json ./postgres/PG_VERSION ./postgres/global/pg_control; do
    printf '%s\n' "$names" | grep -qxF "$name" || fail "$name is missing in the copy."
done
sync
backup=$target/jatakk-$(date -u +%Y-%m-%dT%H%M%SZ).tar.gz
mv "$draft.gz" "$backup"

# Only now that the new one is whole, older ones go. The names sort by time.
ls "$target" | grep -E '^jatakk-[0-9TZ-]+\.tar\.gz$' | sort -r | tail -n "+$((keep + 1))" |
    while read -r old; do rm -f "$target/$old"; done
say "$backup"
