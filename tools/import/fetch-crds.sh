#!/usr/bin/env bash
# Lays out the CRDs of the pinned releases (releases.json) as `npm run import -- --from DIR` takes them.
# Needs Go and its module proxy only: both APIs publish their CRDs in their Go modules.
#
#   tools/import/fetch-crds.sh DIR
set -euo pipefail

out=${1:?usage: fetch-crds.sh DIR}
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
mkdir -p "$out"
out=$(cd "$out" && pwd)
# Outside of any module, so that no go.mod has a say.
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

module_dir() {
  go mod download -json "$1" | node -p 'JSON.parse(require("fs").readFileSync(0, "utf8")).Dir'
}

for version in $(node -p 'require(process.argv[1]).istio.join(" ")' "$here/releases.json"); do
  dir=$(module_dir "istio.io/api@v$version")
  cp "$dir/kubernetes/customresourcedefinitions.gen.yaml" "$out/istio-$version.crds.yaml"
done

version=$(node -p 'require(process.argv[1]).gatewayApi' "$here/releases.json")
dir=$(module_dir "sigs.k8s.io/gateway-api@v$version")
for file in "$dir"/config/crd/standard/*.yaml; do
  echo '---'
  cat "$file"
done > "$out/gateway-api-$version-standard.crds.yaml"

chmod u+w "$out"/*.yaml
ls -l "$out"
