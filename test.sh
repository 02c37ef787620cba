#!/usr/bin/env bash
# Every test: installs what is missing, builds once, runs the silo's and the wall's tests. Last line: N passed, N failed, N skipped.
set -uo pipefail
cd "$(dirname "$0")"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

fail() { echo "$1"; echo "0 passed, 1 failed, 0 skipped"; exit 1; }
# What the tests use comes over the network meanwhile.
bash tests/install.sh &
tools=$!
dotnet build SmartCare.sln -c Release --nologo -v quiet "-clp:ErrorsOnly;NoSummary" || fail "The build failed."
wait "$tools" || fail "The test tools could not be installed."

results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT

# A project's tests; the extra arguments are those of this script.
run() {
  local name=$1
  shift
  echo "== $name"
  dotnet test "tests/$name/$name.csproj" -c Release --no-build --nologo --logger "trx;LogFileName=$results/$name.trx" --logger "console;verbosity=normal" "$@"
}
# A check that is one test: its outcome is kept for the count.
check() { local name=$1; shift; echo "== $name"; ("$@") && echo "1 0 0" >"$results/$name.count" || echo "0 1 0" >"$results/$name.count"; }
checked_wall() { cd dashboards/wall && npm run --silent check; }
tested_wall() { cd dashboards/wall && npx --no-install vitest run --reporter=default --reporter=json --outputFile="$results/wall.json"; }
checked_contract() { cd tests/foreign && npm run --silent lint; }

# These only reckon; the server's tests mostly wait. Whatever measures time has the machine to itself.
beside=(SmartCare.Architecture.Tests SmartCare.Domain.Tests SmartCare.Grains.Tests SmartCare.Learning.Tests SmartCare.Simulation.Tests)
{
  check contract checked_contract
  check wall checked_wall
  (tested_wall)
  for name in "${beside[@]}"; do run "$name" "$@"; done
} >"$results/beside.log" 2>&1 &
reckoning=$!
run SmartCare.Server.Tests "$@"
wait "$reckoning"
cat "$results/beside.log"
for project in tests/*.Tests/*.csproj; do
  name=$(basename "$project" .csproj)
  [[ " SmartCare.Server.Tests ${beside[*]} " == *" $name "* ]] || run "$name" "$@"
done

passed=0 failed=0 skipped=0
count() { passed=$((passed + $1)); failed=$((failed + $2)); skipped=$((skipped + $3)); }
for project in tests/*.Tests/*.csproj; do
  trx="$results/$(basename "$project" .csproj).trx"
  [ -s "$trx" ] || { count 0 1 0; continue; }
  read -r p f s < <(sed -n 's/.*<Counters total="\([0-9]*\)" executed="\([0-9]*\)" passed="\([0-9]*\)" failed="\([0-9]*\)".*/\3 \4 \1 \2/p' "$trx" | awk '{print $1, $2, $3 - $4}')
  count "$p" "$f" "$s"
  # A run that died half-way has a result file too; only its outcome tells.
  grep -q '<ResultSummary outcome="\(Completed\|Failed\)"' "$trx" || count 0 1 0
done
for kept in "$results"/*.count; do read -r p f s <"$kept" && count "$p" "$f" "$s"; done
if [ -s "$results/wall.json" ]; then
  read -r p f s < <(node -e '
    const r = JSON.parse(require("fs").readFileSync(process.argv[1]));
    console.log(r.numPassedTests, r.numFailedTests + r.numFailedTestSuites - (r.numFailedTests > 0 ? r.numFailedTestSuites : 0), r.numPendingTests);' "$results/wall.json")
  count "$p" "$f" "$s"
else
  count 0 1 0
fi

# What failed stands once more at the end, with its first words: nobody scrolls through four thousand lines, and a log is often cut.
node tests/failures.mjs "$results"
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]
