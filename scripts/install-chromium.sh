#!/bin/sh
# Installs the browser that the tests in test/browser need: Debian's Chromium.
set -eu
if ! command -v chromium >/dev/null; then
  if [ "$(id -u)" = 0 ]; then
    apt-get update -qq && apt-get install -y -qq chromium >/dev/null
  else
    echo "There is no chromium on the path; install it and run this again: sudo apt-get install chromium" >&2
    exit 1
  fi
fi
command -v chromium
