#!/bin/bash
# Puts the demo overlay into the realm healthcare: users and clients whose passwords everybody knows. Then stays, so that
# `docker compose up --wait` sees it running.
set -euo pipefail
password=${KC_BOOTSTRAP_ADMIN_PASSWORD:-}
[[ -n $password ]] || password=$(</opt/caregate/secrets/admin-password)
KC_CLI_PASSWORD=$password /opt/keycloak/bin/kcadm.sh config credentials --config /tmp/kcadm.config \
    --server http://keycloak:8080 --realm master --user "$KC_BOOTSTRAP_ADMIN_USERNAME"
/opt/keycloak/bin/kcadm.sh create partialImport --config /tmp/kcadm.config -r healthcare -f /opt/caregate/demo-overlay.json -o >/tmp/demo.json
echo "the demo is in the realm healthcare: see realm-config/demo/README.md"
touch /tmp/ready
exec sleep infinity
