/** A value of any shape in one line, for people: without the quotes and braces of JSON. */
export function plainText(value: unknown): string {
  if (value === null || value === undefined || value === '') return '–';
  if (typeof value === 'boolean') return value ? '✓' : '✗';
  if (Array.isArray(value)) return value.map(plainText).join(', ') || '–';
  if (typeof value === 'object') return Object.entries(value).filter(([, one]) => one !== null && one !== '').map(([name, one]) => `${name} ${plainText(one)}`).join(' · ') || '–';
  return String(value);
}
