// MQTT.js as a command, for the tests: node client.mjs pub|sub url version topic [payload] [authority's PEM file]
// Both do it with QoS 0, 1 and 2, each on its own topic (topic/0, ...). sub says every message as "qos retain topic payload" on a line;
// pub ends when all are acknowledged.
import { readFileSync } from 'node:fs'
import mqtt from 'mqtt'

const [what, url, version, topic, payload, ca] = process.argv.slice(2)
const options = { protocolVersion: Number(version), reconnectPeriod: 0, ca: ca ? [readFileSync(ca)] : undefined }
const fail = error => { console.error(error?.message ?? error); process.exit(1) }
const client = mqtt.connect(url, options)
client.on('error', fail)
client.on('message', (name, message, packet) => console.log(`${packet.qos} ${packet.retain ? 1 : 0} ${name} ${message}`))
client.on('connect', async () => {
  try {
    for (const qos of [0, 1, 2]) {
      if (what === 'sub') await client.subscribeAsync(`${topic}/${qos}`, { qos })
      else await client.publishAsync(`${topic}/${qos}`, payload, { qos })
    }
    if (what === 'pub') await client.endAsync()
  } catch (error) {
    fail(error)
  }
})
