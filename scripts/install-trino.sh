#!/bin/sh
# Trino for the judge of the trail's SQL (test/judges/trail-sql.ts): its own testing server, from Maven Central, into .trino/.
# Needs Maven and a JDK 25 (TRINO_JAVA_HOME, or Temurin's in /usr/lib/jvm).
set -eu
cd "$(dirname "$0")/.."
export JAVA_HOME="${TRINO_JAVA_HOME:-/usr/lib/jvm/temurin-25-jdk-amd64}"
[ -x "$JAVA_HOME/bin/java" ] || { echo "no JDK 25 at $JAVA_HOME: set TRINO_JAVA_HOME" >&2; exit 1; }
mkdir -p .trino
mvn -q -B -f test/support/trino/pom.xml org.apache.maven.plugins:maven-dependency-plugin:3.6.1:build-classpath \
  -Dmdep.outputFile="$PWD/.trino/classpath.new"
mv .trino/classpath.new .trino/classpath.txt
echo "Trino is ready"
