#!/usr/bin/env bash
# Restarts the server of one place (first argument) on SHOP_PORT and waits until it answers.
set -euo pipefail

place=$(cd "$1" && pwd)
server=$place/current/dist/src/server.js

# Only a process that we started is stopped: its command line names our server.
if [[ -f $place/server.pid ]]; then
  old=$(cat "$place/server.pid")
  if [[ $(ps -o args= -p "$old" 2>/dev/null || true) == *"$server"* ]]; then
    kill "$old"
    for _ in {1..40}; do
      kill -0 "$old" 2>/dev/null || break
      sleep 0.05
    done
  fi
fi

SHOP_CONTENT=$(basename "$(readlink "$place/current")") nohup node "$server" >"$place/server.log" 2>&1 </dev/null &
echo $! >"$place/server.pid"

for _ in {1..80}; do
  if (exec 3<>"/dev/tcp/127.0.0.1/$SHOP_PORT") 2>/dev/null; then exit 0; fi
  sleep 0.05
done
echo "restart: nothing answers on port $SHOP_PORT, see $place/server.log" >&2
exit 1
