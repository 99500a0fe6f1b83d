import type { Twilio } from 'twilio';
import type { Client } from '../../lib/config';
import { CommandError } from '../command-error';
import { differences, type Change } from './change';
import type { WiredFlow } from './flows';

export interface NumberOptions {
  readonly client: Client;
  readonly flows: readonly WiredFlow[];
  /** Of the Functions, for the fallback that still takes a message when Studio does not answer. */
  readonly domain: string;
  /** Whether numbers that the account lacks are bought. */
  readonly buy: boolean;
}

/** Points each of the client's numbers at its flow. Throws NUMBER_MISSING for a number that the account lacks, unless told to buy. */
export async function wireNumbers(api: Twilio, options: NumberOptions): Promise<Change[]> {
  return Promise.all(options.client.numbers.map(number => wireNumber(api, number, options)));
}

async function wireNumber(api: Twilio, number: Client['numbers'][number], options: NumberOptions): Promise<Change> {
  const { client, flows, domain, buy } = options;
  const flow = flows.find(each => each.numbers.includes(number.number));
  if (!flow) throw new CommandError('FLOW_MISSING', `No flow was wired for ${number.number}.`);
  const wanted = {
    friendlyName: `${client.client} ${number.line}`,
    voiceUrl: flow.webhookUrl,
    voiceMethod: 'POST',
    voiceFallbackUrl: `https://${domain}/voicemail/record`,
    voiceFallbackMethod: 'POST',
  };
  const change = { kind: 'number', name: number.number };
  const [found] = await api.incomingPhoneNumbers.list({ phoneNumber: number.number, limit: 1 });
  if (!found) {
    if (!buy) throw missing(api, number.number, client);
    const created = await api.incomingPhoneNumbers.create({ phoneNumber: number.number, ...wanted });
    return { ...change, sid: created.sid, outcome: 'created' };
  }
  const properties = differences(found, wanted);
  if (properties.length === 0) return { ...change, sid: found.sid, outcome: 'unchanged' };
  await api.incomingPhoneNumbers(found.sid).update(wanted);
  return { ...change, sid: found.sid, outcome: 'updated', properties };
}

function missing(api: Twilio, number: string, client: Client): CommandError {
  return new CommandError(
    'NUMBER_MISSING',
    `Account ${api.accountSid} has no number ${number}. Buy it in the console, or mend clients/${client.client}.yaml.`,
  );
}
