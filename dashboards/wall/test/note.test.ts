import { expect, test } from 'vitest';
import { raisedNote } from '../src/model/note';
import { anAlert, at } from './make';

const entry = (seq: number, what: 'raised' | 'reopened' | 'noted', note: string | null) => ({ seq, at: at(seq), what, by: null, note });

test('An alert of the site says what it was raised with, and what it came back with', () => {
  const history = [entry(1, 'raised', 'nobody on duty'), entry(2, 'noted', 'called the agency')];
  expect(raisedNote(anAlert({ history }))).toBe('nobody on duty');
  expect(raisedNote(anAlert({ history: [...history, entry(3, 'reopened', 'nobody on duty again')] }))).toBe('nobody on duty again');
});

test('A closed alert that lists no history says nothing', () => expect(raisedNote(anAlert({ history: [] }))).toBe(''));
