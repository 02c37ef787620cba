// The demo home in memory, shaped as docs/contract/http.md says. For looking at the wall; decides nothing by itself.

const SURNAMES = '王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗';
const GIVEN = ['秀兰', '桂英', '玉珍', '淑华', '凤英', '建国', '国强', '志明', '德福', '永年', '素芬', '金花'];
const personName = (n) => SURNAMES[n % SURNAMES.length] + GIVEN[(n * 7) % GIVEN.length];

export const ACCOUNTS = {
  duty: { user: 'duty', name: '值班员', role: 'duty', sites: ['sunshine', 'riverside'], elders: [] },
  director: { user: 'director', name: '院长', role: 'director', sites: ['sunshine', 'riverside'], elders: [] },
  family: { user: 'family', name: '王秀兰家属', role: 'family', sites: ['sunshine'], elders: ['elder-101-1'] },
  admin: { user: 'admin', name: '管理员', role: 'admin', sites: ['sunshine', 'riverside'], elders: [] },
};

/** Homes of elders living alone: a district has a thousand. */
const HOMES = Number(process.env.HOMES ?? 20);

const sites = [
  { id: 'sunshine', name: '阳光养老院', nameEn: 'Sunshine Home', timeZone: 'Asia/Shanghai' },
  { id: 'riverside', name: '河畔社区居家', nameEn: 'Riverside Homes', timeZone: 'Asia/Shanghai' },
];
const places = [];
const elders = [];
const devices = [];

/** Some yesterday, some too long ago, some never. */
const lastTest = (n) => (n % 3 === 0 ? null : new Date(Date.now() - (n % 45) * 86_400_000).toISOString());

function device(place, id, deviceClass, name, values, elderId = null) {
  devices.push({
    id, siteId: place.siteId, placeId: place.id, elderId, model: deviceClass === 'fall' ? 'fall-radar' : deviceClass, class: deviceClass, name,
    lastSeenAt: new Date(Date.now() - Math.random() * 60_000).toISOString(), online: true, clockWrong: false, notUnderstood: null, lastTestAt: deviceClass === 'smoke' ? lastTest(devices.length) : null, nuisance: [], values: { ...values, battery: 60 + (id.length * 7) % 40 },
  });
}

function elder(place, bed, id) {
  elders.push({ id, siteId: place.siteId, placeId: place.id, name: personName(elders.length), bed, careLevel: 1 + (elders.length % 3), mode: 'home', modeUntil: null, visits: [] });
  return id;
}

for (const floor of [1, 2, 3]) {
  for (let n = 1; n <= 20; n++) {
    const name = `${floor}${String(n).padStart(2, '0')}`;
    const place = { id: `room-${name}`, siteId: 'sunshine', name, kind: 'room' };
    places.push(place);
    device(place, `smoke-${name}`, 'smoke', '烟感', { smoke: false, temperature: 22.4 });
    for (const bed of [1, 2]) device(place, `call-${name}-${bed}`, 'call', `一键呼 ${bed} 床`, { action: null }, elder(place, bed, `elder-${name}-${bed}`));
    device(place, `fall-${name}`, 'fall', '跌倒雷达', { presence: true, fall: 'none', breathing_rate: 15 });
    device(place, `door-${name}`, 'door', '门磁', { contact: true });
  }
}
for (let n = 1; n <= HOMES; n++) {
  const name = String(n).padStart(3, '0');
  const place = { id: `home-${name}`, siteId: 'riverside', name, kind: 'home' };
  places.push(place);
  const who = elder(place, null, `elder-h${name}`);
  device(place, `smoke-h${name}`, 'smoke', '烟感', { smoke: false });
  device(place, `call-h${name}`, 'call', '一键呼', { action: null }, who);
  device(place, `motion-h${name}`, 'motion', '人体感应', { occupancy: false });
  device(place, `door-h${name}`, 'door', '门磁', { contact: true });
}

/** A little life: a few devices speak each second. */
export function breathe() {
  for (let n = 0; n < 4; n++) {
    const one = devices[Math.floor(Math.random() * devices.length)];
    if (one === undefined || !one.online) continue;
    one.lastSeenAt = new Date().toISOString();
    if ('temperature' in one.values) one.values.temperature = Math.round((21 + Math.random() * 4) * 10) / 10;
    if ('breathing_rate' in one.values) one.values.breathing_rate = 12 + Math.floor(Math.random() * 7);
    if ('occupancy' in one.values) one.values.occupancy = Math.random() < 0.5;
    if ('contact' in one.values) one.values.contact = Math.random() < 0.9;
  }
}

export const home = { sites, places, elders, devices };
