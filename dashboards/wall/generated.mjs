// What was generated of docs/contract/openapi.json says what stands everywhere: an `object`, or an operation without a body where one is needed, is a hole in the document.
import { readFileSync } from 'node:fs';

const text = readFileSync(new URL('./generated/openapi.ts', import.meta.url), 'utf8');
// What a device or somebody else made of it, and what was changed of it: no shape is promised.
const free = /^\s*(before|after|\[key: string\]): unknown;$/;
// openapi-typescript writes `?: never` for parameters and methods that a path does not have; those are no types of ours.
const absent = /^\s*(query|header|path|cookie|requestBody|get|put|post|delete|options|head|patch|trace|content|headers|responses|parameters|requestBodies|pathItems)\??: never;$|^export type (\$defs|webhooks) = Record<string, never>;$/;
const wrong = text.split('\n').map((line, n) => [n + 1, line]).filter(([, line]) => /\bnever\b|\bobject\b|\bunknown\b|\bany\b/.test(line) && !/^\s*(\/?\*|\[name: string\]: unknown;)/.test(line) && !absent.test(line) && !free.test(line));
for (const [n, line] of wrong) console.error(`generated/openapi.ts:${n}: ${line.trim()}`);
if (wrong.length > 0) process.exit(1);
