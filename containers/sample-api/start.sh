#!/bin/bash
# The sample API, if this folder was built here: the distribution archive does not hold it, for it is no provider.
set -euo pipefail
jar=/opt/caregate/sample-api/caregate-sample-api.jar
if [[ ! -f $jar ]]; then
    echo "no sample API here: build it from the sources (mvn -DskipTests package); the rest of the demo works without it"
    touch /tmp/absent
    exec sleep infinity
fi
exec java -Xmx256m -jar "$jar"
