/**
 * The `update` hook of every bare repository. It calls nothing outside: the server writes what it has decided for one push
 * into a folder (SIMULATOR_PUSH_RULES) and the hook looks there. Only the questions that need the pushed objects are answered here.
 * It starts no process but git: each would cost more than the push.
 *
 * Files in the folder: `refused/<n>` (first line the ref, then the text), `fast-forward` (refs that may only go forward, a ref
 * a line), `workflows` (exists when the bearer may not change workflow files). The hook notes `<ref> TAB <reason>` in `reasons`;
 * the server puts that reason where git says only "hook declined".
 */
export const updateHook = `#!/bin/sh
rules=\${SIMULATOR_PUSH_RULES:-}
[ -n "$rules" ] || exit 0
ref=$1 old=$2 new=$3
newline='
'
refuse() { printf '%s\\t%s\\n' "$ref" "$1" >>"$rules/reasons"; exit 1; }
for file in "$rules"/refused/*; do
  [ -f "$file" ] || continue
  {
    read -r first
    [ "$first" = "$ref" ] || continue
    while IFS= read -r line; do printf '%s\\n' "$line" >&2; done
    refuse 'protected branch hook declined'
  } <"$file"
done
case $new in *[!0]*) ;; *) exit 0 ;; esac
case $old in
*[!0]*)
  while IFS= read -r line; do
    [ "$line" = "$ref" ] || continue
    git merge-base --is-ancestor "$old" "$new" && break
    printf 'error: GH006: Protected branch update failed for %s.\\n\\n- Cannot force-push to this branch\\n' "$ref" >&2
    refuse 'protected branch hook declined'
  done <"$rules/fast-forward" ;;
esac
if [ -f "$rules/workflows" ]; then
  files=$(exec git log --format= --name-only --diff-filter=AMT --no-renames --cc "$new" --not --all -- .github/workflows)
  file=\${files%%"$newline"*}
  [ -z "$file" ] || refuse "refusing to allow a GitHub App to create or update workflow \\\`$file\\\` without \\\`workflows\\\` permission"
fi
exit 0
`
