#!/usr/bin/env bash
# Puts the parts of healthcare-realm.json into an existing realm: roles, group and API, the two client scopes and the
# texts of their consent. It leaves what exists as it is, so it can be run again.
#   bash into-realm.sh REALM [CLIENT…]     the existing clients CLIENT… get the scopes too
# It needs kcadm.sh on the path, signed in.
set -euo pipefail
if [[ $# -lt 1 || $1 == -* ]]; then
    echo 'Usage: bash into-realm.sh REALM [CLIENT…]' >&2
    exit 2
fi
realm=$1
shift
cd "$(dirname "${BASH_SOURCE[0]}")"

id() { # id PATH KEY VALUE [QUERY…]: of the object in the list at PATH whose KEY is VALUE
    kcadm.sh get "$1" -r "$realm" "${@:4}" --fields "id,$2" --format csv --noquotes |
        while IFS=, read -r id value; do [[ $value != "$3" ]] || echo "$id"; done
}
scope() { # scope NAME: its id; it is created if there is none
    local found
    found=$(id client-scopes name "$1")
    [[ -n $found ]] || found=$(kcadm.sh create client-scopes -r "$realm" -f "variants/scope-$1.json" -i)
    echo "$found"
}
assign() { # assign LIST NAME ID: adds the client scope to the list
    [[ -n $(id "$1" name "$2") ]] || kcadm.sh update "$1/$3" -r "$realm" -b '{}'
}

kcadm.sh create partialImport -r "$realm" -s ifResourceExists=SKIP -f variants/roles-and-api.json

# A partial import takes no client scopes.
api=$(scope health-api)
roles=$(scope care-roles)
for role in therapist patient auditor developer client-approver; do
    echo "[$(kcadm.sh get "roles/$role" -r "$realm")]" |
        kcadm.sh create "client-scopes/$roles/scope-mappings/realm" -r "$realm" -f -
done
kcadm.sh create localization/en -r "$realm" -b '{"healthApiScopeConsentText": "Work with health data on your behalf"}'
kcadm.sh create localization/de -r "$realm" -b '{"healthApiScopeConsentText": "In Ihrem Namen mit Gesundheitsdaten arbeiten"}'

# For clients that are created from now on, and for those named.
assign default-default-client-scopes care-roles "$roles"
assign default-optional-client-scopes health-api "$api"
for client; do
    uuid=$(id clients clientId "$client" -q "clientId=$client")
    [[ -n $uuid ]] || {
        echo "The realm $realm has no client $client" >&2
        exit 1
    }
    assign "clients/$uuid/default-client-scopes" care-roles "$roles"
    assign "clients/$uuid/optional-client-scopes" health-api "$api"
done
echo "The realm $realm has the roles, the group developers, the API health-api and its scopes."
