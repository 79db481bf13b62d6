#!/bin/bash
# Starts PostgreSQL with the password that .env gives, or else with one made at random at the first start. Keycloak reads
# it from the same volume, as a member of the group root, which the official image runs it in.
set -euo pipefail
file=/run/caregate/db-password
umask 027
if [[ -n ${CAREGATE_DB_PASSWORD:-} ]]; then
    printf %s "$CAREGATE_DB_PASSWORD" >"$file.new" && mv "$file.new" "$file"
elif [[ ! -s $file ]]; then
    od -An -tx1 -N24 /dev/urandom | tr -d ' \n' >"$file.new" && mv "$file.new" "$file"
fi
chmod 0640 "$file"
POSTGRES_PASSWORD=$(<"$file")
export POSTGRES_PASSWORD
unset CAREGATE_DB_PASSWORD
exec docker-entrypoint.sh postgres
