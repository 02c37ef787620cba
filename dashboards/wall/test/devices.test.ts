import { describe, expect, test } from 'vitest';
import { chartableChannels, latestReadings } from '../src/model/readings';
import { silentDevices } from '../src/model/silent';
import { aDevice, anAlert, at } from './make';

describe('The silent list', () => {
  const offline = (deviceId: string, seconds: number) =>
    anAlert({ id: `alert of ${deviceId}`, kind: 'offline', priority: 'low', device: { id: deviceId, model: 'smoke' }, raisedAt: at(seconds) });

  test('is devices that are offline; one that never spoke is not yet silent', () => {
    const devices = [aDevice({ id: 'on' }), aDevice({ id: 'off', online: false }), aDevice({ id: 'never', online: null, lastSeenAt: null })];
    expect(silentDevices(devices, []).map(({ key }) => key)).toEqual(['off']);
  });

  test('names a device once though an alert tells of it too', () => {
    const listed = silentDevices([aDevice({ id: 'off', online: false, lastSeenAt: at(5) })], [offline('off', 300)]);
    expect(listed.map(({ key, alerted, since }) => [key, alerted, since])).toEqual([['off', true, at(5)]]);
  });

  test('holds an offline alert whose device the registry does not know', () => {
    expect(silentDevices([], [offline('ghost', 300), anAlert()]).map(({ key, device, since }) => [key, device, since])).toEqual([['ghost', null, at(300)]]);
  });

  test('begins with the longest silence', () => {
    const devices = [aDevice({ id: 'new', online: false, lastSeenAt: at(90) }), aDevice({ id: 'old', online: false, lastSeenAt: at(10) })];
    expect(silentDevices(devices, []).map(({ key }) => key)).toEqual(['old', 'new']);
  });
});

describe('Readings', () => {
  test('the strip shows who spoke last, by what concerns the elder before battery and radio', () => {
    const devices = [
      aDevice({ id: 'older', lastSeenAt: at(1) }),
      aDevice({ id: 'newer', lastSeenAt: at(2), values: { battery: 80, temperature: 21.5 } }),
      aDevice({ id: 'mute', lastSeenAt: at(3), values: {} }),
      aDevice({ id: 'never', lastSeenAt: null }),
      aDevice({ id: 'gone', lastSeenAt: at(4), online: false }),
    ];
    expect(latestReadings(devices, 5).map(({ device, channel, value }) => [device.id, channel, value])).toEqual([
      ['newer', 'temperature', 21.5], ['older', 'smoke', false],
    ]);
    expect(latestReadings(devices, 1)).toHaveLength(1);
  });

  test('a chart can show numbers and yes/no, not words', () => {
    expect(chartableChannels(aDevice({ values: { battery: 80, action: 'single', smoke: false, fall: null } }))).toEqual(['smoke', 'battery']);
  });
});
