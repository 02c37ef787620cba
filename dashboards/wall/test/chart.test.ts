import { describe, expect, test } from 'vitest';
import { axisLabel, axisRange, drawnPoints, isYesNo } from '../src/model/chart';
import type { Series } from '../src/model/contract';

const series = (points: Series['points'], more: Partial<Series> = {}): Series => ({ channel: 'temperature', unit: '°C', points, steps: [], gapAfter: 60, ...more });

describe('A chart', () => {
  test('has a hole where the device was silent longer than it may be', () => {
    expect(drawnPoints(series([[0, 20], [60_000, 21], [180_000, 22]]))).toEqual([[0, 60, 120, 180], [20, 21, null, 22]]);
  });

  test('has none between points as close as they should be', () => {
    expect(drawnPoints(series([[0, 20], [60_000, 21]]))).toEqual([[0, 60], [20, 21]]);
  });

  test('of nothing is nothing', () => {
    expect(drawnPoints(series([]))).toEqual([[], []]);
    expect(isYesNo(series([]))).toBe(false);
  });

  test('is of steps where only yes and no were said, and the channel has no unit', () => {
    expect(isYesNo(series([[0, 0], [1, 1]], { unit: '' }))).toBe(true);
    expect(isYesNo(series([[0, 0], [1, 2]], { unit: '' }))).toBe(false);
    expect(isYesNo(series([[0, 1], [1, 0]], { unit: '%' }))).toBe(false);
  });
});

describe('An axis', () => {
  test.each([
    ['battery', 100, 100, [0, 100]],
    ['battery', 3, 97, [0, 100]],
    ['humidity', 99, 100, [0, 100]],
    ['linkquality', 255, 255, [0, 255]],
    ['temperature', 21.4, 21.5, [15, 30]],
    ['temperature', -5, 35, [-5, 35]],
    ['heart_rate', 62, 140, [40, 140]],
    ['battery', 0, 120, [0, 120]],
    ['custom', 10, 20, [9, 21]],
    ['custom', 7, 7, [6.5, 7.5]],
    ['voltage', 0, 0, [0, 0.5]],
    ['battery', null, null, [0, 100]],
    ['custom', null, null, [-0.5, 1.5]],
  ] as const)('of %s from %s to %s goes %s', (channel, min, max, range) => {
    expect(axisRange(channel, min, max)).toEqual(range);
  });

  test('tells its unit', () => {
    expect([axisLabel(21.456, '°C'), axisLabel(80, '%'), axisLabel(3, null), axisLabel(3, '')]).toEqual(['21.46 °C', '80 %', '3', '3']);
  });
});
