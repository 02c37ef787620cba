import type { Device } from './contract';
import { TEST_EVERY_MS } from './limits';

/** `never` and `overdue` want somebody to press the button. */
export type TestState = 'never' | 'overdue' | 'fresh';

/** What has a test button: smoke, gas and carbon monoxide detectors, also as sleeping Zigbee devices; a water sensor has none. */
const DETECTOR = /^(smoke|gas|co)(-zigbee)?$/;

/** Null: nothing to say, it has no test button and was never tested. */
export function testState(device: Pick<Device, 'model' | 'lastTestAt'>, nowMs: number): TestState | null {
  if (!device.lastTestAt) return DETECTOR.test(device.model) ? 'never' : null;
  return nowMs - Date.parse(device.lastTestAt) > TEST_EVERY_MS ? 'overdue' : 'fresh';
}
