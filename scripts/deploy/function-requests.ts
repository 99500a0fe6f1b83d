import twilio from 'twilio';
import type { FunctionReply } from '../sweep/signed-post';

const TIMEOUT_MS = 15_000;

/** GETs a deployed Function that anybody may ask, through twilio-node's own client: the same proxy variables work. Throws when no answer comes. */
export async function getPublic(url: string): Promise<FunctionReply> {
  const client = new twilio.RequestClient({ timeout: TIMEOUT_MS, autoRetry: true });
  const reply = await client.request({ method: 'get', uri: url });
  const body: unknown = reply.body;
  return { status: reply.statusCode, body };
}

/** The first words of an answer, for people: text or JSON on one line. */
export function showReply({ status, body }: FunctionReply): string {
  const text = typeof body === 'string' ? body : (JSON.stringify(body) ?? '');
  return `${status} ${text.replace(/\s+/g, ' ').slice(0, 200)}`.trim();
}
