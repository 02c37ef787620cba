#!/usr/bin/env bash
# Builds, starts the silo with the embedded defaults and the demo home, and the simulator against it over real MQTT.
# Ctrl-C stops both. Options of the silo may follow: ./run.sh --Http:Port=5081
set -euo pipefail
cd "$(dirname "$0")"

say() { printf '%s\n' "$*"; }
command -v dotnet >/dev/null || { say "The .NET SDK 10 is needed: 'dotnet' is not on the PATH."; exit 1; }
command -v npm >/dev/null || { say "Node 20 or later is needed: 'npm' is not on the PATH."; exit 1; }

say "Building (a first time takes a minute or two) ..."
for project in src/SmartCare.Server simulators/SmartCare.Simulator; do
  said=$(dotnet build "$project" -c Release --nologo -v quiet 2>&1) || { say "$said"; exit 1; }
done

log=$(mktemp)
silo=; home=
stop() {
  trap - INT TERM EXIT
  [ -n "$home" ] && kill "$home" 2>/dev/null || true
  [ -n "$silo" ] && kill "$silo" 2>/dev/null || true
  wait 2>/dev/null || true
  rm -f "$log"
}
trap stop EXIT
trap 'exit 0' INT TERM

dotnet src/SmartCare.Server/bin/Release/net10.0/SmartCare.Server.dll --demo "$@" >"$log" 2>&1 &
silo=$!
until grep -q '^SmartCare is up' "$log"; do
  kill -0 "$silo" 2>/dev/null || { cat "$log"; exit 1; }
  sleep 0.2
done
port=$(sed -n 's/.*MQTT: mqtt:\/\/[^:]*:\([0-9]*\).*/\1/p' "$log")
wall=$(sed -n 's/.*Wall: \([^ ]*\).*/\1/p' "$log")

dotnet simulators/SmartCare.Simulator/bin/Release/net10.0/SmartCare.Simulator.dll home --port "$port" --plain >/dev/null 2>&1 &
home=$!

cat <<EOF

  Wall      $wall
  MQTT      127.0.0.1:$port      (user = device id, or 'gateway'; password 'demo')
  Accounts  duty/duty  director/director  family/family  admin/admin

  Press the button at bed 1 of room 101:
    mosquitto_pub -p $port -V 5 -q 1 -u call-101-1 -P demo -t smartcare/call-101-1 -m '{"action":"emergency"}'

  The demo home (140 elders, 380 devices) is alive. Ctrl-C stops everything.

EOF
tail -n +1 -f "$log" --pid "$silo" &
wait "$silo" || { code=$?; say "The silo ended."; exit "$code"; }
