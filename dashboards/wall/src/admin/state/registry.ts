import { adminApi } from '../api';

/** Sites and rooms, for whatever is put into one. */
export async function whereabouts() {
  const [sites, places] = await Promise.all([adminApi.sites(), adminApi.places()]);
  return { sites, places };
}

export type Whereabouts = Awaited<ReturnType<typeof whereabouts>>;
