/** The room that a device's name says, like "一键呼 101-2" or "smoke/305"; "" when none or more than one does. */
export function roomIn(name: string, places: readonly { id: string; name: string }[]): string {
  const words = name.split(/[^\p{L}\p{N}]+/u);
  const found = places.filter((place) => words.includes(place.name));
  return found.length === 1 ? found[0]!.id : '';
}
