#!/bin/sh
# Checks this dossier with sha256sum, sed, cut, fold, ssh-keygen and openssl; no other software.
# Before you trust a signature or a time stamp, get allowed_signers and tsa-ca.pem from the publisher by
# another way, and name them: ALLOWED_SIGNERS=... TSA_CA=... sh verify.sh
set -eu
export LC_ALL=C
cd "$(dirname "$0")"
fail() { echo "FAIL: $1" >&2; exit 1; }

# 1. Every file is as it was written, none is missing, none was added.
sha256sum --quiet --strict --check SHA256SUMS || fail "a file was changed or is missing"
listed=$(cut -c67- SHA256SUMS | sort)
present=$(find . -type f ! -path ./SHA256SUMS | sed 's|^\./||' | sort)
[ "$listed" = "$present" ] || fail "a file was added or is not listed"
sha256sum --quiet --strict --check MANIFEST || fail "a file is not the one in the manifest"
[ "$(cut -c67- MANIFEST | sort)" = "$(printf '%s\n' "$present" |
    grep -vxE 'MANIFEST(\.sig|\.tsr)?|verify\.sh|allowed_signers|tsa-ca\.pem')" ] ||
    fail "the manifest does not list every file"

# 2. Every archived body has the SHA-256 of its bytes as its name.
for file in captures/*; do
    [ -e "$file" ] || continue
    [ "$(sha256sum <"$file" | cut -c1-64)" = "${file#captures/}" ] || fail "$file is not what was archived"
done

# 3. Each line of the log names the SHA-256 of the line before it. Of a line that was left out, its hash is here.
previous=0000000000000000000000000000000000000000000000000000000000000000
number=0
while IFS= read -r line; do
    number=$((number + 1))
    case $line in
        '{"omitted":"'????????????????????????????????????????????????????????????????"\",\"seq\":$number}")
            previous=$(printf '%s' "$line" | cut -c13-76)
            continue ;;
        *",\"prev\":\"$previous\",\"seq\":$number,\"v\":1}") ;;
        *) fail "the chain breaks at event $number" ;;
    esac
    previous=$(printf '%s' "$line" | sha256sum | cut -c1-64)
done <events.jsonl

# 4. The log ends where the checkpoint says.
[ "$(sed -n 1,3p checkpoint.txt)" = "factcheck checkpoint 1
events: $number
head: $previous" ] || fail "the log does not end where the checkpoint does"

# 5. The manifest was signed, and existed at the time on the stamp.
if [ -f allowed_signers ]; then
    [ -f MANIFEST.sig ] || fail "the signature is missing"
    # ssh-keygen passes by a changed line end, and bits of the last letter that mean nothing.
    armour=$(
        echo "-----BEGIN SSH SIGNATURE-----"
        sed '1d;$d' MANIFEST.sig | openssl base64 -d 2>/dev/null | openssl base64 -A | fold -w 70
        printf '\n%s\n.' "-----END SSH SIGNATURE-----"
    )
    [ "$armour" = "$(cat MANIFEST.sig; echo .)" ] || fail "the signature is not as ssh-keygen wrote it"
    ssh-keygen -Y verify -f "${ALLOWED_SIGNERS:-allowed_signers}" -I desk -n factcheck-checkpoint \
        -s MANIFEST.sig <MANIFEST >/dev/null || fail "the signature is not of this manifest"
    echo "signed: yes"
else
    echo "signed: no"
fi
if [ -f tsa-ca.pem ]; then
    [ -f MANIFEST.tsr ] || fail "the time stamp is missing"
    openssl ts -verify -data MANIFEST -in MANIFEST.tsr -CAfile "${TSA_CA:-tsa-ca.pem}" >/dev/null 2>&1 ||
        fail "the time stamp is not of this manifest"
    openssl ts -reply -in MANIFEST.tsr -text 2>/dev/null | sed -n 's/^Time stamp: /stamped: /p'
fi
echo "OK: $number events, last $previous"
