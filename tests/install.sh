#!/usr/bin/env bash
# Installs what the tests use and this machine lacks (Debian packages; needs root). Nothing is started.
set -euo pipefail
declare -A needs=(
  [mosquitto_pub]=mosquitto-clients   # foreign MQTT clients
  [paho_c_pub]=paho.mqtt.c-examples
  [influxd]=influxdb                  # a real InfluxDB 1.x
  [/usr/sbin/mosquitto]=mosquitto     # a site's own broker
  [/usr/sbin/rabbitmq-server]=rabbitmq-server
  [victoria-metrics]=victoria-metrics # a real VictoriaMetrics
  [chromium]=chromium                 # a real browser
  [prometheus]=prometheus             # a real Prometheus, and promtool
)
# MQTT.js, zigbee2mqtt's catalogue of devices and a judge of the contract (redocly), pinned: once, and again when its lock has changed.
foreign=$(dirname "$0")/foreign
if [ ! "$foreign/node_modules/.package-lock.json" -nt "$foreign/package-lock.json" ]; then
  (cd "$foreign" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error && touch node_modules/.package-lock.json)
fi

missing=()
for program in "${!needs[@]}"; do
  command -v "$program" >/dev/null || missing+=("${needs[$program]}")
done
# The wall speaks Chinese: without a font a screenshot shows boxes.
fc-list :lang=zh 2>/dev/null | grep -q . || missing+=(fonts-noto-cjk)
[ ${#missing[@]} -eq 0 ] && exit 0

echo "Installing: ${missing[*]}"
if [ "$(id -u)" -ne 0 ]; then
  echo "Run as root, or install by hand: apt-get install ${missing[*]}" >&2
  exit 1
fi
# Servers of these packages must not start by themselves: the tests start their own, on free ports.
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
  printf '#!/bin/sh\nexit 101\n' >"$policy"
  chmod +x "$policy"
  trap 'rm -f "$policy"' EXIT
fi
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
