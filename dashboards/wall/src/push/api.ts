import { all, said, silo } from '../http';
import type { Schemas } from '../model/contract';

export type OwnPhone = Schemas['Phone'];

/** Notices on one's own phones. All throw an ApiError when the silo refuses. */
export const pushApi = {
  key: async () => (await said(silo.GET('/api/push/key'))).publicKey,
  phones: () => all(() => silo.GET('/api/push/phones')),
  add: (body: Schemas['PushInput']) => said(silo.POST('/api/push/phones', { body })),
  remove: (id: string) => said(silo.DELETE('/api/push/phones/{id}', { params: { path: { id } } })),
  /** The session that asks. */
  sessionId: async () => (await all(() => silo.GET('/api/sessions'))).find((session) => session.current)?.id ?? '',
  test: () => said(silo.POST('/api/push/test')),
};
