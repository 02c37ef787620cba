import { beforeEach, describe, expect, test } from 'vitest';
import type { Elder, Colleague, Session } from '../src/model/contract';
import { language } from '../src/state/language.svelte';
import { aboutText, bedText, deviceLabel, deviceName, personName } from '../src/state/names';
import { wall } from '../src/state/wall.svelte';
import { aDevice, anAlert, aPlace, aSite } from './make';

const elder = (id: string, name: string, bed: string | number | null) => ({ id, name, bed, siteId: 'sunshine', placeId: 'sunshine-101' }) as unknown as Elder;

beforeEach(() => {
  language.now = 'en';
  wall.sites = [aSite('sunshine')];
  wall.places = [aPlace('101'), aPlace('康复室'), aPlace('001', 'home')];
  wall.elders = [elder('e1', '王秀兰', 1), elder('e2', '李志明', 2), elder('e3', '张桂英', null)];
  wall.devices = [aDevice({ id: 'call-2', elderId: 'e2', class: 'call', name: '101 一键呼' }), aDevice({ id: 'call-1', elderId: 'e1', class: 'call', name: '一键呼 1 床' })];
  wall.session = { user: 'duty', name: '值班员' } as Session;
  wall.colleagues = [];
});

describe('A button says whose it is', () => {
  test.each([
    ['a press at a bed', anAlert(), 'Help call, room 101, Bed 1 王秀兰'],
    ['a fire in a room', anAlert({ kind: 'fire', elder: null, device: null }), 'Fire, room 101'],
    ['a room with a name', anAlert({ kind: 'fire', elder: null, device: null, place: '康复室', placeId: 'sunshine-康复室' }), 'Fire, 康复室'],
    ['a dwelling', anAlert({ kind: 'fire', elder: null, device: null, place: '001', placeId: 'sunshine-001' }), 'Fire, 001'],
    ['the house itself', anAlert({ kind: 'system', elder: null, device: null, place: '', placeId: '' }), 'System, sunshine'],
  ])('%s', (_what, alert, wanted) => expect(aboutText(alert)).toBe(wanted));
  test('in Chinese', () => {
    language.now = 'zh';
    expect(aboutText(anAlert())).toBe('求助，101 室，1 床 王秀兰');
  });
});

describe('The bed', () => {
  test('is the elder\'s, else that of whose device it is', () => {
    expect(bedText(anAlert())).toBe('Bed 1');
    expect(bedText(anAlert({ elder: null, device: { id: 'call-2', model: 'call' } }))).toBe('Bed 2');
  });
  test('is not said where none is written, or nobody known', () => {
    expect(bedText(anAlert({ elder: { id: 'e3', name: '张桂英' }, device: null }))).toBe('');
    expect(bedText(anAlert({ elder: null, device: null }))).toBe('');
  });
});

describe('A device', () => {
  test('is named without its room, and with the bed that its name leaves out', () =>
    expect(wall.devices.map(deviceLabel)).toEqual(['一键呼 Bed 2', '一键呼 1 床']));
  test('without a name is called by what it is', () => expect(deviceLabel(aDevice())).toBe('Smoke'));
  test('that the registry does not know keeps its id', () => expect(deviceName('gone')).toBe('gone'));
});

describe('A person', () => {
  test('is called by name where the wall may know it, else by sign-in', () => {
    wall.colleagues = [{ user: 'li', name: '李护士' } as Colleague];
    expect(['duty', 'li', 'wang'].map(personName)).toEqual(['值班员', '李护士', 'wang']);
  });
});
