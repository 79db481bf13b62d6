#!/bin/bash
# Starts HAProxy with the certificate /run/caregate/proxy.pem (chain and key in one file). Without one it makes a
# self-signed one for a trial.
set -euo pipefail
umask 077
file=/run/caregate/proxy.pem
if [[ ! -s $file ]]; then
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 365 \
        -subj "/CN=$CAREGATE_PROXY_NAME" -addext "subjectAltName=DNS:$CAREGATE_PROXY_NAME" \
        -keyout /tmp/key.pem -out /tmp/certificate.pem 2>/dev/null
    cat /tmp/certificate.pem /tmp/key.pem >"$file.new"
    rm /tmp/key.pem
    mv "$file.new" "$file"
fi
exec haproxy -W -db -f /usr/local/etc/haproxy/haproxy.cfg
