#!/bin/sh
# The crash kit's verbs as factcheck commands; see profile.toml.
set -eu
verb=$1 db=$2
shift 2
number() { case $1 in claim[0-4]) echo $((${1#claim} + 1)) ;; *) echo 1 ;; esac; }
status() { [ "$1" = verified ] && echo checking || echo unchecked; }
init() {
    "$FACTCHECK" --db "$db" --by kit add "$KIT/article.txt" >/dev/null
    : >"$db.ready"
}
# In the cold test nobody calls init: whoever finds no file makes it, all at the same moment.
ready() { [ -e "$db.ready" ] || init; }
case $verb in
init)
    "$FACTCHECK" --db "$db" --by kit init >/dev/null
    init ;;
fetch)
    exec "$FACTCHECK" --db "$db" --by kit fetch --ack --urls-file "$KIT_URLS" --allow "$KIT_ALLOW" \
        --per-host 8 --delay 0 --workers 8 ;;
mark)
    ready
    exec "$FACTCHECK" --db "$db" mark --ack "$(number "$1")" "$(status "$2")" --by "$3" ;;
batch)
    ready
    sed -u -e 's/^claim0 /1 /; s/^claim1 /2 /; s/^claim2 /3 /; s/^claim3 /4 /; s/^claim4 /5 /' \
        -e 's/^c[a-z]* /1 /; s/ verified / checking /; s/ disputed / unchecked /' |
        "$FACTCHECK" --db "$db" mark --ack --stdin ;;
read) exec "$FACTCHECK" --db "$db" status ;;
audit) exec "$FACTCHECK" --db "$db" audit ;;
esac
