import type { Twilio } from 'twilio';
import type { Client } from '../../lib/config';
import { CommandError } from '../command-error';
import { differences, UNKNOWN, type Change, type Target } from './change';
import type { WiredFlow } from './flows';
import { jsonDifferences } from './json-differences';

export interface NumberOptions {
  readonly client: Client;
  readonly flows: readonly WiredFlow[];
  /** Of the Functions, for the fallback that still takes a message when Studio does not answer. */
  readonly domain: string;
  /** Whether numbers that the account lacks are bought. */
  readonly buy: boolean;
}

/** Points each of the client's numbers at its flow. Throws NUMBER_MISSING for a number that the account lacks, unless told to buy. */
export async function wireNumbers(target: Target, options: NumberOptions): Promise<Change[]> {
  return Promise.all(options.client.numbers.map(number => wireNumber(target, number, options)));
}

async function wireNumber(
  { api, apply }: Target,
  number: Client['numbers'][number],
  options: NumberOptions,
): Promise<Change> {
  const { client, flows, domain, buy } = options;
  const flow = flows.find(each => each.numbers.includes(number.number));
  if (!flow) throw new CommandError('FLOW_MISSING', `No flow was wired for ${number.number}.`);
  const wanted = {
    friendlyName: `${client.client} ${number.line}`,
    voiceUrl: flow.webhookUrl,
    voiceMethod: 'POST',
    voiceFallbackUrl: `https://${domain}/voicemail/record`,
    voiceFallbackMethod: 'POST',
    statusCallback: statusCallbackOf(number.line, flow, domain),
    statusCallbackMethod: 'POST',
  };
  const change = { kind: 'number', name: number.number };
  const [found] = await api.incomingPhoneNumbers.list({ phoneNumber: number.number, limit: 1 });
  if (!found) {
    if (!buy) throw numberMissing(api.accountSid, number.number, client);
    return { ...change, sid: apply ? await buyNumber(api, number.number, wanted) : UNKNOWN, outcome: 'created' };
  }
  const properties = differences(found, wanted);
  if (properties.length === 0) return { ...change, sid: found.sid, outcome: 'unchanged' };
  if (apply) await api.incomingPhoneNumbers(found.sid).update(wanted);
  const details = jsonDifferences(pick(found, properties), pick(wanted, properties));
  return { ...change, sid: found.sid, outcome: 'updated', properties, details };
}

/**
 * Who is told that a call is over: Studio, which would keep its execution open otherwise; through the assistant on its line, which settles what
 * the caller left open and passes it on (docs/decisions/0021).
 */
export function statusCallbackOf(
  line: Client['numbers'][number]['line'],
  flow: Pick<WiredFlow, 'sid' | 'webhookUrl'>,
  domain: string,
): string {
  return line === 'assistant' ? `https://${domain}/assistant/ended?flowSid=${flow.sid}` : flow.webhookUrl;
}

/** Twilio: "PhoneNumber is not available" (error 21422), which is also said of a number that another account has. */
const NOT_AVAILABLE = 21422;

async function buyNumber(api: Twilio, phoneNumber: string, wanted: object): Promise<string> {
  try {
    return (await api.incomingPhoneNumbers.create({ phoneNumber, ...wanted })).sid;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === NOT_AVAILABLE)) throw error;
    throw new CommandError(
      'NUMBER_TAKEN',
      `${phoneNumber} can't be bought: somebody has it, most likely another account. The code is deployed; numbers stay as they ` +
        'were. Mend the number in the client file and deploy again.',
      { cause: error },
    );
  }
}

function pick(values: object, names: readonly string[]): object {
  return Object.fromEntries(names.map(name => [name, Reflect.get(values, name)]));
}

/** NUMBER_MISSING: the account does not own a number of the client's file. */
export function numberMissing(accountSid: string, number: string, client: Client): CommandError {
  return new CommandError(
    'NUMBER_MISSING',
    `Account ${accountSid} has no number ${number}: it is nobody's, or another account's. Mend clients/${client.client}.yaml, ` +
      'bring the number to this account in the console, or buy it with --buy-numbers.',
  );
}
