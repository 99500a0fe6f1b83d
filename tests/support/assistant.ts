import type { CallerStep, CallReport, ModelTurn } from '../../emulator';
import { localPepper } from '../../emulator';
import { readPeppers } from '../../lib/config';
import { wordsOf } from '../../lib/assistant';
import { directoryKeys, hashPin } from '../../lib/pin';
import { CALLER, client, type TestLine } from './line';

export const ASSISTANT = '+12025550145';
export const TO_ASSISTANT = { to: ASSISTANT };

const { assistant } = client;
if (!assistant) throw new Error('the sample has no assistant');
export const settings = assistant;
export const english = wordsOf(assistant.languages, 'en-US').say;
export const spanish = wordsOf(assistant.languages, 'es-US').say;
export const GREETING = assistant.languages[0]?.greeting ?? '';
export const SALUDO = assistant.languages[1]?.greeting ?? '';

export const says = (words: string): CallerStep => ({ do: 'say', words });
export const hears = (text: string): CallerStep => ({ do: 'listen', until: { text } });
export const presses = (digits: string): CallerStep => ({ do: 'press', digits });
export const HANGS_UP: CallerStep = { do: 'hang-up' };
export const WAITS: CallerStep = { do: 'wait' };

/** What the model answers to what it hears. */
export const when = (heard: string, turn: Omit<ModelTurn, 'when'>): ModelTurn => ({ when: heard, ...turn });

/** A call to the assistant, with a script for its model. Fails where the caller waits for words in vain. */
export async function talk(
  line: TestLine,
  turns: readonly ModelTurn[],
  { steps, from = CALLER }: { steps: readonly CallerStep[]; from?: string },
): Promise<CallReport> {
  line.emulator.model.script(turns);
  const report = await line.call([hears(GREETING), ...steps], { ...TO_ASSISTANT, from });
  expectHeard(report, steps);
  return report;
}

/** All that the caller waited to hear was heard, in that order: a caller who waits in vain would go unnoticed. */
function expectHeard(report: CallReport, steps: readonly CallerStep[]): void {
  let rest = heard(report);
  for (const step of steps) {
    if (step.do !== 'listen' || typeof step.until !== 'object' || !('text' in step.until)) continue;
    if (!rest.includes(step.until.text)) {
      const happened = report.timeline.map(({ kind, text, durationMs }) => `${kind} ${text} ${durationMs ?? ''}`);
      throw new Error(`the caller never heard "${step.until.text}":\n${happened.join('\n')}`);
    }
    rest = rest.slice(rest.indexOf(step.until.text));
  }
}

/** What the caller heard, in order. */
export function heard({ timeline }: Pick<CallReport, 'timeline'>): string {
  return timeline
    .filter(entry => entry.kind === 'heard')
    .map(entry => entry.text)
    .join('\n');
}

/** Twilio warns of each document that is not as it takes it (12200, 13310 …): there is none. */
export function expectNoWarnings({ timeline }: Pick<CallReport, 'timeline'>): void {
  expect(timeline.filter(({ text }) => /^warning \d+/.test(text))).toEqual([]);
}

interface SyncItem {
  readonly key: string;
  readonly data: Record<string, unknown>;
}

/** The account's Sync: documents of conversations, items of maps. */
export function syncOf(line: TestLine) {
  const service = async (): Promise<string> => {
    const { services } = (await line.rest('sync.twilio.com', '/v1/Services')) as {
      services: { sid: string; friendly_name: string }[];
    };
    return services.find(each => each.friendly_name === 'linekit')?.sid ?? '';
  };
  return {
    conversation: async (callSid: string) => {
      const path = `/v1/Services/${await service()}/Documents/assistant-${callSid}`;
      return (await line.rest('sync.twilio.com', path)).data as Record<string, unknown>;
    },
    items: async (map: string): Promise<readonly SyncItem[]> => {
      const path = `/v1/Services/${await service()}/Maps/${map}/Items`;
      return ((await line.rest('sync.twilio.com', path)) as { items: SyncItem[] }).items;
    },
    put: async (map: string, key: string, data: object) => {
      const maps = `/v1/Services/${await service()}/Maps`;
      await line.rest('sync.twilio.com', maps, { UniqueName: map }).catch(() => undefined);
      await line.rest('sync.twilio.com', `${maps}/${map}/Items`, { Key: key, Data: JSON.stringify(data) });
    },
  };
}

export const ROSA = { accountId: 'acc-rosa', name: 'Rosa Diaz', accountNumber: '700123', pin: '4829' };
let hashed: Promise<string> | undefined;

/** Rosa has an account, her number and a PIN; hashed at a low cost. */
export async function enrolRosa(line: TestLine, numbers: readonly string[] = [CALLER]): Promise<void> {
  hashed ??= hashPin(ROSA, readPeppers(localPepper), { log2N: 10, r: 8, p: 1 });
  const { accountId, name, accountNumber } = ROSA;
  const { put } = syncOf(line);
  await put('accounts', directoryKeys.account(accountId), {
    ...{ accountId, name, accountNumber, numbers },
    pinHash: await hashed,
  });
  await put('accounts', directoryKeys.accountNumber(accountNumber), { account: { accountId, name } });
  for (const number of numbers)
    await put('accounts', directoryKeys.number(number), { accounts: [{ accountId, name }] });
}
