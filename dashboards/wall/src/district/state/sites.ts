import { called } from '../text';
import { districtApi } from '../api';

/** Sites that a request may be handed to: of an official, all below their level, which the sums name; of others, those where they work. */
export async function sitesBelow(above: boolean): Promise<{ id: string; name: string; nameEn: string | null }[]> {
  if (!above) return (await districtApi.sites()).map(({ id, name, nameEn }) => ({ id, name, nameEn }));
  const found = new Map<string, { id: string; name: string; nameEn: string | null }>();
  const levels: (string | null)[] = [null];
  for (const level of levels) {
    const { children } = await districtApi.page(level, null);
    for (const { id, is, name, nameEn } of children) {
      if (is === 'level') levels.push(id);
      else found.set(id, { id, name, nameEn });
    }
  }
  return [...found.values()].sort((one, other) => called(one).localeCompare(called(other)));
}
