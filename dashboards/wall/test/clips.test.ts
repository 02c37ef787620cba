import { expect, test } from 'vitest';
import { clipsOf } from '../src/model/clips';
import { at } from './make';

const line = (seq: number, link?: string) => ({
  seq, at: at(seq), what: 'raised' as const, by: null, note: 'suspected fall', says: [{ code: 'suspectedFall', values: {} }, { code: 'clip', values: (link === undefined ? {} : { link }) as Record<string, string> }],
});

test.each([
  ['the newest first, each once', [line(1, 'https://cam.lan/1'), line(2, 'http://cam.lan/2'), line(3, 'https://cam.lan/1')], ['https://cam.lan/1', 'http://cam.lan/2']],
  ['none for whoever may not look', [line(1)], []],
  ['nothing but addresses of the web', [line(1, 'javascript:alert(1)'), line(2, 'data:text/html,x'), line(3, '//cam.lan/')], []],
  ['three at most', [1, 2, 3, 4].map((n) => line(n, `https://cam.lan/${n}`)), ['https://cam.lan/4', 'https://cam.lan/3', 'https://cam.lan/2']],
])('What a camera saw: %s', (_, history, links) => expect(clipsOf({ history })).toEqual(links));
