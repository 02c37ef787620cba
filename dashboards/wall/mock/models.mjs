// A few of the silo's models, and the devices that wait in the inbox.

const channels = (...pairs) => pairs.map(([name, meaning]) => ({ name, meaning }));

export const MODELS = [
  { id: 'call', class: 'call', silenceLimitS: 90_000, testButton: false, channels: channels(['action', 'press'], ['sos', 'pressHeld'], ['battery', 'batteryPercent']) },
  { id: 'smoke', class: 'smoke', silenceLimitS: 90_000, testButton: true, channels: channels(['smoke', 'fire'], ['test', 'test'], ['battery', 'batteryPercent']) },
  { id: 'gas', class: 'smoke', silenceLimitS: 90_000, testButton: true, channels: channels(['gas', 'gas'], ['test', 'test']) },
  { id: 'fall-radar', class: 'fall', silenceLimitS: 600, testButton: false, channels: channels(['fall', 'fall'], ['presence', 'presence'], ['breathing_rate', 'breathingRate']) },
  { id: 'door', class: 'door', silenceLimitS: 90_000, testButton: false, channels: channels(['contact', 'contact'], ['battery', 'batteryPercent']) },
  { id: 'motion', class: 'motion', silenceLimitS: 90_000, testButton: false, channels: channels(['occupancy', 'presence']) },
  { id: 'climate', class: 'climate', silenceLimitS: 90_000, testButton: false, channels: channels(['temperature', 'temperature'], ['humidity', 'humidity']) },
  { id: 'bed', class: 'bed', silenceLimitS: 600, testButton: false, channels: channels(['in_bed', 'inBed'], ['heart_rate', 'heartRate']) },
  { id: 'gateway', class: 'gateway', silenceLimitS: 300, testButton: false, channels: [] },
];

const ago = (minutes) => new Date(Date.now() - minutes * 60_000).toISOString();

export const unknown = (name, over = {}) => ({
  key: Buffer.from(name).toString('base64url'), name, via: 'gateway-sunshine', siteId: 'sunshine', source: 'zigbee2mqtt', maker: 'HEIMAN', product: 'HS1EB', description: 'Smart call button',
  proposedId: `call-${name.toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '') || 'new'}`, proposedModel: 'call', proposedName: name, channels: ['action', 'battery'],
  firstHeardAt: ago(30), lastHeardAt: ago(1), times: 3, alarm: false, existing: null, ...over,
});

export const waiting = () => [
  unknown('一键呼 102-2', { maker: 'MultIR', product: 'MIR-SO100', description: 'SOS button' }),
  unknown('smoke/203', { maker: 'TuYa', product: 'TS0205', description: 'Smoke sensor', proposedModel: 'smoke', proposedId: 'smoke-203-new', channels: ['smoke', 'battery'], alarm: true }),
  unknown('0x00158d0001a2b3c4', { maker: null, product: null, description: null, proposedModel: null, source: 'heard', siteId: null, via: null, channels: ['sos'] }),
  unknown('Bedroom Radar 3', { source: 'homeassistant', maker: 'Seeed', product: 'MR60FDA1', description: 'Fall detection', proposedModel: 'fall-radar', proposedId: 'fall-bedroom-radar-3', existing: 'fall-103' }),
];

const value = (number, unit, min, max) => ({ value: number, default: number, unit, min, max });
export const policy = () => ({
  escalateAfter: value(60, 's', 15, 600), highToThirdTier: value(180, 's', 60, 1_800), fallCancelWindow: value(30, 's', 0, 120), batteryLowAt: value(15, '%', 5, 50), testEvery: value(2_592_000, 's', 604_800, 31_536_000),
  flapsAllowed: value(3, '', 1, 20), floodAbove: value(10, '', 5, 100), blindAfter: value(1_800, 's', 600, 7_200), quietHoursByDay1: value(6, 'h', 2, 24), quietHoursByDay2: value(5, 'h', 2, 24), awayHours1: value(12, 'h', 2, 48),
  heartRateLow: value(41, '1/min', 30, 60), heartRateHigh: value(130, '1/min', 80, 180), temperatureLow: value(12, '°C', 5, 20), waterLasts: { ...value(7_200, 's', 1_800, 14_400), value: 5_400 },
});

const share = (value) => ({ value, low: value - 0.01, high: value + 0.01 });

/** Learned on nothing: figures to look at. */
export const FALL_MODELS = [{
  model: {
    id: 'waist/2026-01-01-080000', place: 'waist', experimental: false, people: { made: 12 },
    figures: ['model', 'rule'].map((judge) => ({
      set: 'made, 50 Hz', judge, falls: 100, sensitivity: share(judge === 'model' ? 0.97 : 0.56), daily: 200, specificity: share(judge === 'model' ? 0.98 : 0.9), hours: 2,
      falsePerHour: judge === 'model' ? 0.5 : 19.5, eldersSpecificity: null, worstPerson: 'M01: 9 of 10',
    })),
  },
  onAt: [],
}];
