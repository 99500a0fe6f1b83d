import twilio from 'twilio';
import { handler as heard } from '../../functions/assistant/heard.protected';
import { handler as start } from '../../functions/assistant/start.protected';
import type { Handler } from '../../lib/function';
import { forgetClient } from '../../lib/function/line';
import { loadClient } from '../../scripts/client/client-file';
import { instantVendors, modelEvents, stopwatch, type InstantVendors, type Took } from './instant-vendors';

const TOKEN = '0123456789abcdef0123456789abcdef';

/** Every third answer asks for a tool first. */
const answer = (asked: number): object[] =>
  modelEvents(
    `We have free times on Tuesday at ten and at eleven, and on Wednesday at two. ${asked}`,
    asked % 3 === 0 ? ['openingHours'] : [],
  );

/**
 * From the webhook to the TwiML, through the Function's handler with the clients of Twilio and Anthropic in it. Both vendors answer at once, and
 * what they take is taken off: what is left is our own. Every turn is there, the first ones too, in which code is still being loaded and
 * compiled. Throws when an answer is not the model's.
 */
export async function turnTimes(turns: number): Promise<readonly Took[]> {
  const client = loadClient('sample');
  const { assistant } = client;
  if (!assistant) throw new Error('clients/sample.yaml has no assistant');
  const limits = { ...assistant.limits, callUsd: 1e6, dayUsd: 1e6, callSeconds: 1e6, turns: 1e6 };
  const vendors = instantVendors({ sid: client.accountSid, token: TOKEN }, answer);
  const file = JSON.stringify({ ...client, assistant: { ...assistant, limits } });
  const { fetch, console } = globalThis;
  Object.assign(globalThis, {
    fetch: vendors.fetch,
    // Writing the log is the runtime's; making its lines is ours.
    console: { ...console, info: () => undefined },
    Twilio: { twiml: twilio.twiml },
    Runtime: { getAssets: () => ({ '/client.json': { open: () => file } }) },
  });
  forgetClient();
  try {
    const call = {
      CallSid: `CA${'1'.repeat(32)}`,
      AccountSid: client.accountSid,
      From: '+12025550111',
      To: lineOf(client),
    };
    const telephone = { vendors, context: contextOf(client.accountSid, vendors), call };
    await request(telephone, start, {});
    const times: Took[] = [];
    for (let turn = 1; turn <= turns; turn += 1) {
      const SpeechResult = `Is there anything free in the week after, perhaps on a Thursday afternoon? ${turn}`;
      const { took, twiml } = await request(telephone, heard, { turn: String(turn), SpeechResult, Confidence: '0.9' });
      if (!twiml.includes('We have free times')) throw new Error(`turn ${turn} was answered with ${twiml}`);
      times.push(took);
    }
    return times;
  } finally {
    Object.assign(globalThis, { fetch, console });
    forgetClient();
  }
}

function lineOf({ numbers }: ReturnType<typeof loadClient>): string {
  return numbers.find(({ line }) => line === 'assistant')?.number ?? '';
}

function contextOf(accountSid: string, { rest }: InstantVendors) {
  return {
    ACCOUNT_SID: accountSid,
    AUTH_TOKEN: TOKEN,
    DOMAIN_NAME: 'linekit-1234-dev.twil.io',
    PATH: '/assistant/heard',
    TWILIO_SYNC_SERVICE_SID: `IS${'1'.repeat(32)}`,
    ANTHROPIC_API_KEY: 'sk-ant-bench',
    LINEKIT_PIN_PEPPER: 'bench:0123456789abcdef0123456789abcdef',
    getTwilioClient: rest,
  };
}

interface Telephone {
  readonly vendors: InstantVendors;
  readonly context: ReturnType<typeof contextOf>;
  readonly call: Readonly<Record<string, string>>;
}

/** One webhook: what it took us, and the TwiML that came of it. */
async function request(
  { vendors, context, call }: Telephone,
  handler: Handler,
  fields: Readonly<Record<string, string>>,
): Promise<{ took: Took; twiml: string }> {
  vendors.taken();
  const read = stopwatch();
  let twiml = '';
  await handler(context, { ...call, ...fields, request: { headers: {} } }, (_error, body) => {
    twiml = String(body);
  });
  const all = read();
  const theirs = vendors.taken();
  return { took: { ms: all.ms - theirs.ms, processorMs: all.processorMs - theirs.processorMs }, twiml };
}
