/** How often it rang, and would have rung, by kind and in all; `fewer` is negative when it would have rung more often. */
export function compared({ before, after }: { before: Record<string, number>; after: Record<string, number> }) {
  const kinds = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort()
    .map((kind) => ({ kind, before: before[kind] ?? 0, after: after[kind] ?? 0 }));
  const sum = (counts: Record<string, number>) => Object.values(counts).reduce((total, n) => total + n, 0);
  return { kinds, before: sum(before), after: sum(after), fewer: sum(before) - sum(after) };
}
