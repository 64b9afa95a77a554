#!/bin/sh
# Installs the server that the tests in test/stand-ins keep state in: Debian's PostgreSQL. They start a cluster of their own.
set -eu
server() {
  command -v initdb || ls /usr/lib/postgresql/*/bin/initdb 2>/dev/null
}
if ! server >/dev/null; then
  if [ "$(id -u)" = 0 ]; then
    apt-get update -qq && apt-get install -y -qq postgresql >/dev/null
  elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
    sudo -n apt-get update -qq && sudo -n apt-get install -y -qq postgresql >/dev/null
  else
    echo "There is no PostgreSQL server; install it and run this again: sudo apt-get install postgresql" >&2
    exit 1
  fi
fi
server | tail -n 1
