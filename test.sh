#!/usr/bin/env bash
# Every test: installs what is missing, builds once, runs the wall's and the silo's tests. Last line: N passed, N failed, N skipped.
set -uo pipefail
cd "$(dirname "$0")"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

fail() { echo "$1"; echo "0 passed, 1 failed, 0 skipped"; exit 1; }
bash tests/install.sh || fail "The test tools could not be installed."
dotnet build SmartCare.sln -c Release --nologo -v quiet "-clp:ErrorsOnly;NoSummary" || fail "The build failed."

results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT
passed=0 failed=0 skipped=0
count() { passed=$((passed + $1)); failed=$((failed + $2)); skipped=$((skipped + $3)); }

echo "== wall"
(cd dashboards/wall && npm run --silent check) && count 1 0 0 || count 0 1 0
(cd dashboards/wall && npx --no-install vitest run --reporter=default --reporter=json --outputFile="$results/wall.json")
if [ -s "$results/wall.json" ]; then
  read -r p f s < <(node -e '
    const r = JSON.parse(require("fs").readFileSync(process.argv[1]));
    console.log(r.numPassedTests, r.numFailedTests + r.numFailedTestSuites - (r.numFailedTests > 0 ? r.numFailedTestSuites : 0), r.numPendingTests);' "$results/wall.json")
  count "$p" "$f" "$s"
else
  count 0 1 0
fi

echo "== contract"
(cd tests/foreign && npm run --silent lint) && count 1 0 0 || count 0 1 0

# One project after the other: the end-to-end tests measure time, and two cores are soon full.
for project in tests/*.Tests/*.csproj; do
  name=$(basename "$project" .csproj)
  echo "== $name"
  dotnet test "$project" -c Release --no-build --nologo --logger "trx;LogFileName=$results/$name.trx" --logger "console;verbosity=normal" "$@"
  if [ -s "$results/$name.trx" ]; then
    read -r p f s < <(sed -n 's/.*<Counters total="\([0-9]*\)" executed="\([0-9]*\)" passed="\([0-9]*\)" failed="\([0-9]*\)".*/\3 \4 \1 \2/p' "$results/$name.trx" \
      | awk '{print $1, $2, $3 - $4}')
    count "$p" "$f" "$s"
    # A run that died half-way has a result file too; only its outcome tells.
    grep -q '<ResultSummary outcome="\(Completed\|Failed\)"' "$results/$name.trx" || count 0 1 0
  else
    count 0 1 0
  fi
done

# What failed stands once more at the end, with its first words: nobody scrolls through four thousand lines, and a log is often cut.
node tests/failures.mjs "$results"
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]
