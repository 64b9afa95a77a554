#!/bin/sh
# Installs the stand-in for AWS that the tests in test/stand-ins need: moto's server, in a folder of its own.
set -eu
cd "$(dirname "$0")/.."
folder=node_modules/.cache/accesslens/moto
if [ ! -x "$folder/bin/moto_server" ]; then
  python3 -m venv "$folder"
  "$folder/bin/pip" install --quiet --disable-pip-version-check "moto[server]==5.2.1"
fi
echo "$folder/bin/moto_server"
