#!/usr/bin/env bash
# Creates a client for a machine that reads a realm's audit log: client credentials, the realm role auditor, nothing
# else. Prints its id and secret as variables for the commands of docs/guides/auditor.md. What exists is left as it is.
#   bash auditor-client.sh REALM [CLIENT_ID]
# It needs kcadm.sh on the path, signed in.
set -euo pipefail
if [[ $# -lt 1 || $1 == -* ]]; then
    echo 'Usage: bash auditor-client.sh REALM [CLIENT_ID]' >&2
    exit 2
fi
realm=$1
client=${2:-audit-reader}

found=$(kcadm.sh get roles -r "$realm" -q search=auditor --fields name --format csv --noquotes)
grep -qx auditor <<<"$found" ||
    kcadm.sh create roles -r "$realm" -s name=auditor -s 'description=Reads the audit log of this realm.' >&2
uuid=$(kcadm.sh get clients -r "$realm" -q "clientId=$client" --fields id --format csv --noquotes)
if [[ -z $uuid ]]; then
    uuid=$(kcadm.sh create clients -r "$realm" -i -f - <<END
{"clientId": "$client", "description": "A machine of the auditors: it reads the audit log.",
 "publicClient": false, "serviceAccountsEnabled": true, "standardFlowEnabled": false, "implicitFlowEnabled": false,
 "directAccessGrantsEnabled": false, "fullScopeAllowed": false, "defaultClientScopes": ["basic"],
 "optionalClientScopes": []}
END
    )
fi
kcadm.sh add-roles -r "$realm" --uusername "service-account-$client" --rolename auditor >&2

secret=$(kcadm.sh get "clients/$uuid/client-secret" -r "$realm" --fields value --format csv --noquotes)
printf 'CLIENT_ID=%s\nCLIENT_SECRET=%s\n' "$client" "$secret"
