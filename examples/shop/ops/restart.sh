#!/usr/bin/env bash
# Restarts the server of one place (first argument) on SHOP_PORT and waits until it answers.
set -euo pipefail

place=$(cd "$1" && pwd)
server=$place/current/dist/src/server.js

# Found by its whole command line and not by a noted number: a run that was killed before it noted one leaves no stray server.
running() { ps -eo pid=,args= | SERVER="node $server" awk '{ pid = $1; sub(/^ *[0-9]+ /, "") } $0 == ENVIRON["SERVER"] { print pid }'; }

for signal in TERM KILL; do
  for pid in $(running); do kill -"$signal" "$pid" 2>/dev/null || true; done
  for _ in {1..40}; do
    [[ -n $(running) ]] || break 2
    sleep 0.05
  done
done

SHOP_CONTENT=$(basename "$(readlink "$place/current")") nohup node "$server" >"$place/server.log" 2>&1 </dev/null &

for _ in {1..80}; do
  if (exec 3<>"/dev/tcp/127.0.0.1/$SHOP_PORT") 2>/dev/null; then exit 0; fi
  sleep 0.05
done
echo "restart: nothing answers on port $SHOP_PORT, see $place/server.log" >&2
exit 1
