import { defineWeb } from '../lib/function';

/** Says that the code is deployed, loads, and runs in its client's account. Public, and says no more than that. */
export const handler = defineWeb({
  fields: {},
  run: (_input, { client }) => ({ body: { ok: true, client: client.client } }),
});
