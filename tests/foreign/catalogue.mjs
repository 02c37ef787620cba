// Every definition of zigbee2mqtt's device catalogue that may tell of a danger, a call or a fall: facts, one JSON array on standard output.
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

const found = new Map();
for (const file of readdirSync(join(home, 'dist', 'devices')).filter((f) => f.endsWith('.js'))) {
  const module = require(join(home, 'dist', 'devices', file));
  for (const raw of module.definitions ?? []) {
    const definition = prepareDefinition(raw);
    const exposes = flat(exposesOf(definition))
      // Bit 1 of access: it is in what the device publishes.
      .filter((e) => e.property && (e.access & 1) && ['binary', 'enum', 'text'].includes(e.type) && interesting.test(e.property))
      .map((e) => ({property: e.property, type: e.type, values: (e.type === 'binary' ? [e.value_on] : e.values ?? []).map(String), isBoolean: typeof e.value_on === 'boolean'}));
    if (exposes.length > 0) found.set(`${definition.vendor} ${definition.model}`, {vendor: definition.vendor, model: definition.model, description: definition.description, exposes});
  }
}
process.stdout.write(JSON.stringify([...found.values()]));
