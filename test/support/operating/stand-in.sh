#!/bin/sh
# Stands in for a program that a rehearsal may not run, or not as it is, on the machine it runs on. Called by its name.
set -eu
me=$(basename "$0")
printf '%s %s\n' "$me" "$*" >>"$MACHINE/calls"
real() { PATH=$REAL_PATH command -v "$1"; }
missing() { echo "NOT REHEARSED: $1 is not installed here"; }
last() { for each in "$@"; do :; done; printf '%s' "$each"; }

case $me in
apt-get)
    [ "$1" = install ] && [ -n "$(real apt-cache)" ] || exit 0
    shift
    known=$(apt-cache show --no-all-versions nodejs 2>/dev/null | head -n 1)
    [ -n "$known" ] || { missing 'a list of packages (apt-get update)'; exit 0; }
    for name in "$@"; do
        case $name in -*) continue ;; esac
        apt-cache show --no-all-versions "$name" >/dev/null 2>&1 || { echo "there is no package $name"; exit 1; }
    done
    ;;
git)
    [ "$*" = 'pull --ff-only' ] || [ "$1 $3" = "clone $CLONE" ]
    ;;
useradd)
    [ -z "$(real useradd)" ] || "$(real useradd)" --help | grep -q -- --no-create-home
    ;;
install)
    "$(real install)" "$@"
    case " $* " in *' -d '*) exit 0 ;; esac
    to=$(last "$@")
    for each in "$@"; do
        [ -f "$each" ] && [ "$each" != "$to" ] || continue
        [ -d "$to" ] && file=$to/$(basename "$each") || file=$to
        node "$STAND_INS/in-our-places.mjs" "$file"
    done
    ;;
certbot)
    while [ $# -gt 0 ]; do
        case $1 in
        -w) [ -d "$2" ] || exit 1 ;;
        -d) name=$2 ;;
        esac
        shift
    done
    live=$MACHINE/etc/letsencrypt/live/$name
    mkdir -p "$live"
    [ -n "$(real openssl)" ] || { missing openssl; exit 0; }
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj "/CN=$name" \
        -addext "subjectAltName=DNS:$name" -keyout "$live/privkey.pem" -out "$live/fullchain.pem" 2>/dev/null
    ;;
nginx)
    [ -n "$(real nginx)" ] || { missing nginx; exit 0; }
    "$(real nginx)" -e "$MACHINE/var/log/nginx/error.log" -c "$MACHINE/etc/nginx/nginx.conf" "$@" 2>&1
    ;;
postconf)
    [ -n "$(real postconf)" ] || { missing postfix; exit 0; }
    "$(real postconf)" -c "$MACHINE/etc/postfix" "$@"
    ;;
journalctl)
    case $* in
    --vacuum-size=*) ;;
    *) tail -n 50 "$MACHINE/run/jatakk.said" ;;
    esac
    ;;
rsync)
    # What would come from another machine is here.
    for each in "$@"; do case $each in *:*) from=${each#*:} ;; esac; done
    to=$(last "$@")
    [ -n "$(real rsync)" ] || { missing rsync; mkdir -p "$to"; cp -a "$from." "$to"; exit 0; }
    "$(real rsync)" -a --delete "$from" "$to"
    ;;
*)
    echo "nobody stands in for $me"
    exit 1
    ;;
esac
