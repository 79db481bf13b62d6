#!/bin/bash
# Starts Keycloak with the secrets of this installation. What .env gives is taken; what it leaves empty is made once, at
# random, and kept in the volume keycloak-secrets.
set -euo pipefail
umask 077
secrets=/opt/caregate/secrets

# Compose passes what .env leaves empty as an empty value, which Keycloak would take for a wrong one.
for name in "${!KC_@}"; do
    [[ -n ${!name} ]] || unset "$name"
done

random() {
    od -An -tx1 -N24 /dev/urandom | tr -d ' \n'
}

# Complete or not there: a half-written file would be taken for a secret at the next start.
keep() {
    cat >"$secrets/$1.new"
    mv "$secrets/$1.new" "$secrets/$1"
}

if [[ -z ${KC_DB_PASSWORD:-} ]]; then
    KC_DB_PASSWORD=$(</run/caregate/db-password)
fi
export KC_DB_PASSWORD

if [[ -z ${KC_BOOTSTRAP_ADMIN_PASSWORD:-} ]]; then
    [[ -s $secrets/admin-password ]] || random | keep admin-password
    KC_BOOTSTRAP_ADMIN_PASSWORD=$(<"$secrets/admin-password")
fi
export KC_BOOTSTRAP_ADMIN_PASSWORD

if [[ -z ${KC_SPI_EVENTS_LISTENER__CAREGATE_AUDIT__SIGNING_KEY_FILE:-} ]]; then
    if [[ ! -s $secrets/audit-signing-key.pem ]]; then
        rm -f "$secrets/audit-signing-key.new"
        java -jar /opt/caregate/caregate-audit-verify.jar key \
            --origin "$KC_SPI_EVENTS_LISTENER__CAREGATE_AUDIT__ORIGIN" \
            --out "$secrets/audit-signing-key.new" | keep audit-public-key
        mv "$secrets/audit-signing-key.new" "$secrets/audit-signing-key.pem"
    fi
    export KC_SPI_EVENTS_LISTENER__CAREGATE_AUDIT__SIGNING_KEY_FILE=$secrets/audit-signing-key.pem
fi

exec /opt/keycloak/bin/kc.sh start --optimized --import-realm "$@"
