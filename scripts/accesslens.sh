#!/bin/sh
# Runs the command line from a checkout, built first when the build is missing or older than a source.
# exec, so that signals reach the program itself.
# Arguments keep the meaning that they have where the caller stands.
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
node="$root/node_modules/.bin/node"
if [ ! -x "$node" ]; then
  echo "accesslens: run 'npm ci' in $root first" >&2
  exit 2
fi
stamp="$root/dist/.stamp"
if [ ! -f "$stamp" ] || [ -n "$(find "$root/src" "$root/web" "$root/package.json" "$root/scripts/build.ts" "$root/scripts/action-data.ts" "$root/scripts/web-files.ts" -newer "$stamp" -print -quit)" ]; then
  (cd "$root" && "$node" scripts/build.ts) >&2 || exit 4
fi
[ -z "$INIT_CWD" ] || cd "$INIT_CWD" || exit 2
exec "$node" "$root/dist/accesslens.js" "$@"
