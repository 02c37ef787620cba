// zigbee2mqtt's device catalogue: facts, one JSON array on standard output. Of every definition what it says: its channels ("offers"), and apart from them those
// that may tell of a danger, a call or a fall ("exposes").
// With "--network 380": what zigbee2mqtt publishes on bridge/devices in a house with so many devices, all of different definitions, and its coordinator.
import {createRequire} from 'node:module';
import {readdirSync} from 'node:fs';
import {dirname, join} from 'node:path';

const require = createRequire(import.meta.url);
const home = dirname(require.resolve('zigbee-herdsman-converters/package.json'));
const {prepareDefinition} = require('zigbee-herdsman-converters');
const interesting = /smoke|fire|heat|gas|carbon|(^|_)co_|leak|flood|sos|panic|emergency|fall|vibration|alarm|tamper|^action$/i;

const exposesOf = (definition) => {
  const given = definition.exposes;
  return typeof given === 'function' ? given({isDummyDevice: true}, {}) : given;
};
const flat = (exposes) => exposes.flatMap((e) => (e.features && !e.property ? flat(e.features) : [e]));

/** Kinds of which a house for the elderly has most; every definition of them is one that may be in it. */
const ours = /smoke|gas|carbon|leak|sos|button|contact|motion|occupancy|presence|fall|vibration|temperature|humidity|siren|plug|bulb|remote/i;
const network = (definitions, size) => [
  {ieee_address: '0x00124b0022813a5f', type: 'Coordinator', network_address: 0, supported: true, friendly_name: 'Coordinator', definition: null, interview_completed: true, endpoints: {}},
  ...definitions.filter((d) => ours.test(d.description)).filter((_, i, all) => i % Math.floor(all.length / size) === 0).slice(0, size).map((definition, i) => ({
    ieee_address: `0x00158d00${(0x1000_0000 + i * 7919).toString(16)}`, type: i % 5 ? 'EndDevice' : 'Router', network_address: 1000 + i, supported: true, disabled: false,
    friendly_name: [`${100 + i} 房/${definition.description}`, `0x00158d00${(0x1000_0000 + i * 7919).toString(16)}`, `device ${i}`][i % 3], description: null,
    definition: {source: 'native', model: definition.model, vendor: definition.vendor, description: definition.description, exposes: exposesOf(definition), supports_ota: Boolean(definition.ota), options: definition.options ?? []},
    power_source: i % 5 ? 'Battery' : 'Mains (single phase)', interviewing: false, interview_completed: true, interview_state: 'SUCCESSFUL', model_id: definition.model, manufacturer: definition.vendor,
    endpoints: {1: {bindings: [{cluster: 'genPowerCfg', target: {type: 'endpoint', endpoint: 1, ieee_address: '0x00124b0022813a5f'}}], clusters: {input: ['genBasic', 'genIdentify', 'genPowerCfg'], output: ['genOta']}, configured_reportings: [], scenes: []}},
  })),
];

const all = [];
const found = new Map();
for (const file of readdirSync(join(home, 'dist', 'devices')).filter((f) => f.endsWith('.js'))) {
  const module = require(join(home, 'dist', 'devices', file));
  for (const raw of module.definitions ?? []) {
    const definition = prepareDefinition(raw);
    all.push(definition);
    // Bit 1 of access: it is in what the device publishes; bit 2: it can be set.
    const said = flat(exposesOf(definition)).filter((e) => e.property && (e.access & 1));
    const exposes = said
      .filter((e) => ['binary', 'enum', 'text'].includes(e.type) && interesting.test(e.property))
      .map((e) => ({property: e.property, type: e.type, values: (e.type === 'binary' ? [e.value_on] : e.values ?? []).map(String), isBoolean: typeof e.value_on === 'boolean'}));
    const offers = said.map((e) => ({name: e.property, settable: Boolean(e.access & 2), words: (e.values ?? []).map(String)}));
    found.set(`${definition.vendor} ${definition.model}`, {vendor: definition.vendor, model: definition.model, description: definition.description, exposes, offers});
  }
}
const size = process.argv[2] === '--network' ? Number(process.argv[3]) : 0;
process.stdout.write(JSON.stringify(size > 0 ? network(all, size) : [...found.values()]));
