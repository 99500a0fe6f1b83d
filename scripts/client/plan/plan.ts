import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { lineKindsWithOptions, lineOf, type Client, type LineKind } from '../../../lib/config';
import { parseFlow, type FlowTemplate } from '../../flows/flow';
import { flowValues } from '../../flows/flow-values';
import { renderTemplate } from '../../flows/render';
import { comingHolidays, type ComingHoliday } from './holidays';
import { situations, type Situation } from './situations';
import { createStepStore, type Step, type StepStore } from './step';
import { walkFlow } from './walk';
import { messageWords, weekRows, type WeekRow } from './words';

/** What callers of a client meet, before any of it is deployed. Plain JSON. */
export interface ClientPlan {
  readonly client: string;
  readonly name: string;
  readonly accountSid: string;
  readonly lines: readonly LinePlan[];
  readonly messages: Pick<Client, 'voicemail' | 'email'>;
  /** Who answers, and what is promised to callers who do not wait; only where callers may have a callback. */
  readonly desk?: Pick<Client, 'queues' | 'topics' | 'callback' | 'capacity' | 'summary'>;
  /** Who talks with callers; only where a line has an assistant. */
  readonly assistant?: NonNullable<Client['assistant']>;
}

/** Numbers whose callers meet the same. */
export interface LinePlan {
  readonly numbers: readonly string[];
  readonly line: LineKind;
  readonly language: string;
  readonly voice: string;
  readonly timeZone: string;
  readonly week: readonly WeekRow[];
  readonly holidays: readonly ComingHoliday[];
  /** The first step in each situation. */
  readonly begins: Readonly<Record<Situation, string>>;
  /** By id. */
  readonly steps: Readonly<Record<string, Step>>;
}

export interface PlanOptions {
  /** The repository, for its flows. */
  readonly root: string;
  /** The day from which holidays are counted, milliseconds since 1970. */
  readonly todayMs: number;
}

/** Goes through the client's flows as its callers will. Throws FLOW_INVALID or PLACEHOLDER_UNKNOWN for a flow that does not hold. */
export function planClient(client: Client, { root, todayMs }: PlanOptions): ClientPlan {
  const groups = new Map<string, { numbers: string[]; line: LineKind; met: Client }>();
  for (const { number, line } of client.numbers) {
    const met = lineOf(client, number);
    const key = JSON.stringify([line, met]);
    const group = groups.get(key) ?? { numbers: [], line, met };
    group.numbers.push(number);
    groups.set(key, group);
  }
  const lines = [...groups.values()].map(({ numbers, line, met }): LinePlan => {
    const { language, voice, timeZone, hours } = met;
    const holidays = comingHolidays(met, todayMs);
    return { numbers, line, language, voice, timeZone, week: weekRows(hours), holidays, ...walkLine(line, met, root) };
  });
  const { voicemail, email, name, accountSid } = client;
  const { queues, topics, callback, capacity, summary } = client;
  const hasOptions = lines.some(({ line }) => lineKindsWithOptions.includes(line));
  const desk = hasOptions && { desk: { queues, topics, callback, capacity, summary } };
  const assistant = lines.some(({ line }) => line === 'assistant') && client.assistant;
  const about = { client: client.client, name, accountSid, lines, messages: { voicemail, email } };
  return { ...about, ...desk, ...(assistant && { assistant }) };
}

function walkLine(line: LineKind, client: Client, root: string): Pick<LinePlan, 'begins' | 'steps'> {
  const store = createStepStore();
  const flow = renderedFlow(line, client, root);
  const first = (situation: Situation): string =>
    situation === 'studio-down' ? withoutStudio(client, store) : walkFlow({ flow, client, situation, store });
  const [open, closed, holiday, functionsDown, studioDown] = situations.map(first);
  const begins = { open, closed, holiday, 'functions-down': functionsDown, 'studio-down': studioDown };
  return { begins: begins as LinePlan['begins'], steps: Object.fromEntries(store.steps) };
}

/** Placeholders of the account are left as they stand: no caller hears a SID. */
function renderedFlow(line: LineKind, client: Client, root: string): FlowTemplate {
  const file = `flows/${line}.json`;
  const text = readFileSync(join(root, file), 'utf8');
  const names = [...text.matchAll(/\$\{(\w+)\}/g)].map(([, name = '']) => name);
  const sids = { domain: 'functions', serviceSid: '', environmentSid: '', workflowSid: '', voiceChannelSid: '' };
  const values = flowValues(client, { ...sids, functionSids: new Map() });
  const all = { ...Object.fromEntries(names.map(name => [name, ''])), ...values };
  return parseFlow(JSON.stringify(renderTemplate(text, all, file).value), file);
}

/** The number's fallback URL, functions/voicemail/record: an apology, and a message all the same. */
function withoutStudio(client: Client, store: StepStore): string {
  const { apology, goodbye, nothingHeard } = client.greetings;
  const delivered = store.add({ kind: 'ends', words: 'The call ends; the message is delivered.', ways: [] });
  const nothing = store.add({ kind: 'ends', words: 'The call ends.', ways: [] });
  const message = store.add({
    kind: 'message',
    words: messageWords(client),
    ways: [
      { when: 'leaves a message', to: store.add({ kind: 'hears', words: goodbye, ways: [{ to: delivered }] }) },
      { when: 'says nothing', to: store.add({ kind: 'hears', words: nothingHeard, ways: [{ to: nothing }] }) },
      { when: 'hangs up in it', to: delivered },
    ],
  });
  return store.add({ kind: 'hears', words: apology, ways: [{ to: message }] });
}
