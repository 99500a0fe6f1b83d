import twilio from 'twilio';

/** The longest that a Function may take is 10 s; the rest is the way there and back. */
const TIMEOUT_MS = 15_000;

export interface FunctionReply {
  readonly status: number;
  readonly body: unknown;
}

/**
 * Calls a `.protected` Function as Twilio would: a form, signed with the account's token. Goes through twilio-node's own client,
 * so the same proxy variables work; no credentials travel, only the signature. Throws when no answer comes.
 */
export async function postSigned(
  url: string,
  fields: Readonly<Record<string, string>>,
  authToken: string,
): Promise<FunctionReply> {
  const client = new twilio.RequestClient({ timeout: TIMEOUT_MS, autoRetry: true });
  const reply = await client.request<Record<string, string>>({
    method: 'post',
    uri: url,
    headers: {
      'Content-Type': 'application/x-www-form-urlencoded',
      'X-Twilio-Signature': twilio.getExpectedTwilioSignature(authToken, url, { ...fields }),
    },
    data: { ...fields },
  });
  const body: unknown = reply.body;
  return { status: reply.statusCode, body };
}
