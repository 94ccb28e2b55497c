#!/usr/bin/env bash
# Puts a release in place. Called by the deploy job with STAGECOACH_ENVIRONMENT, _RELEASE (folder), _CONTENT (id),
# _FENCE (number that only grows), _PACKAGES (folder), the environment's config and DEPLOY_ROOT (default: /srv/shop).
# May be killed at any point and run again: what exists under its final name is complete, everything else is thrown away.
set -euo pipefail

: "${STAGECOACH_ENVIRONMENT:?}" "${STAGECOACH_RELEASE:?}" "${STAGECOACH_CONTENT:?}" "${STAGECOACH_FENCE:?}"
[[ $STAGECOACH_ENVIRONMENT =~ ^[a-z0-9][a-z0-9-]*$ ]] || { echo "deploy: '$STAGECOACH_ENVIRONMENT' is no environment name" >&2; exit 2; }
[[ $STAGECOACH_CONTENT =~ ^[0-9A-Za-z][0-9A-Za-z._-]*$ ]] || { echo "deploy: '$STAGECOACH_CONTENT' is no content id" >&2; exit 2; }
[[ $STAGECOACH_FENCE =~ ^[0-9]{1,18}$ ]] || { echo "deploy: '$STAGECOACH_FENCE' is no fencing number" >&2; exit 2; }
[[ -f $STAGECOACH_RELEASE/dist/checksums.json ]] || { echo "deploy: $STAGECOACH_RELEASE has no dist/checksums.json; was it built?" >&2; exit 1; }

place=${DEPLOY_ROOT:-/srv/shop}/$STAGECOACH_ENVIRONMENT
mkdir -p "$place/releases"
exec 9>"$place/.lock"
if command -v flock >/dev/null; then flock -w 30 9; fi

newest=$(cat "$place/fence" 2>/dev/null || echo 0)
if ((10#$newest > 10#$STAGECOACH_FENCE)); then
  echo "deploy: refused, fencing number $STAGECOACH_FENCE is older than $newest" >&2
  exit 3
fi
echo "$STAGECOACH_FENCE" >"$place/.fence.new"
mv -f "$place/.fence.new" "$place/fence"

rm -rf "$place"/releases/.incoming-*
release=$place/releases/$STAGECOACH_CONTENT
if [[ ! -d $release ]]; then
  incoming=$place/releases/.incoming-$STAGECOACH_CONTENT
  cp -R "$STAGECOACH_RELEASE" "$incoming"
  mv "$incoming" "$release"
fi

# Settings belong to the environment, not to the release: the same release runs everywhere.
printf 'PRICE_SERVICE_URL=%s\n' "${PRICE_SERVICE_URL:-}" >"$place/.settings.new"
mv -f "$place/.settings.new" "$place/settings.env"

# rename(2) replaces the old link in one step; mv(1) can do it too, but not everywhere with the same option.
ln -sfn "releases/$STAGECOACH_CONTENT" "$place/.current.new"
node -e 'require("node:fs").renameSync(process.argv[1], process.argv[2])' "$place/.current.new" "$place/current"

if [[ -n ${SHOP_PORT:-} ]]; then
  "$(dirname "${BASH_SOURCE[0]}")/restart.sh" "$place" 9>&-
fi
echo "deploy: $STAGECOACH_ENVIRONMENT runs $STAGECOACH_CONTENT"
