import { buildFingerprint, defineWeb } from '../lib/function';

/** Says which build is deployed, and that it loads and runs in its client's account. Public, and says no more than that. */
export const handler = defineWeb({
  fields: {},
  run: (_input, { client }) => ({ body: { ok: true, client: client.client, build: buildFingerprint() } }),
});
