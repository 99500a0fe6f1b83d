import { STATE_BYTES } from '../../lib/assistant';
import type { Checks } from './eval-schema';
import { matches, unmatched, valueAt } from './matching';
import type { Talk, TalkTurn } from './talk';

/** One thing that was looked at. */
export interface Check {
  /** "ends with handOver", "never says /booked/". */
  readonly name: string;
  readonly ok: boolean;
  /** What was found instead; empty when it is as it should be. */
  readonly found: string;
}

/** What is looked at beside what the eval asks for. */
export interface Beside {
  /** Digits that may stand nowhere. */
  readonly secrets: readonly string[];
  /** Live, latency is the network's too: budgets are measured against what callers wait, all the same. */
  readonly modelFaults: readonly string[];
}

/** Every check of a talk, in the order in which people read them. */
export function checksOf(talk: Talk, wanted: Checks, { secrets, modelFaults }: Beside): Check[] {
  return [
    ...outcomes(talk, wanted),
    ...toolChecks(talk, wanted),
    ...handOverChecks(talk, wanted),
    ...words(talk, wanted, secrets),
    ...leftBehind(talk, wanted),
    ...budgets(talk, wanted),
    check('the talk goes as it is written', [...talk.faults, ...modelFaults].join('; ')),
  ];
}

/** Fine when nothing was found to say against it. */
function check(name: string, found: string): Check {
  return { name, ok: found === '', found };
}

function equal(name: string, found: unknown, wanted: unknown): Check {
  return check(name, found === wanted ? '' : `was ${String(found)}`);
}

function outcomes({ last, state }: Talk, wanted: Checks): Check[] {
  const account = state.account?.accountId ?? false;
  return [
    equal(`ends with ${wanted.then}`, last.then, wanted.then),
    ...(wanted.topic === undefined ? [] : [equal(`topic ${wanted.topic}`, last.topic, wanted.topic)]),
    ...(wanted.queue === undefined ? [] : [equal(`queue ${wanted.queue}`, last.queue, wanted.queue)]),
    ...(wanted.verified === undefined
      ? []
      : [
          equal(
            `the caller is ${wanted.verified === false ? 'nobody known' : wanted.verified}`,
            account,
            wanted.verified,
          ),
        ]),
    ...(wanted.language === undefined ? [] : [equal(`speaks ${wanted.language}`, last.language, wanted.language)]),
  ];
}

function toolChecks({ ran }: Talk, wanted: Checks): Check[] {
  const did = ran.filter(each => each.outcome === 'done');
  return [
    ...wanted.ran.map(({ tool, with: input, times }) => {
      const fitting = did.filter(each => each.tool === tool && unmatched(each.input, input).length === 0);
      const all = did.filter(each => each.tool === tool).map(each => JSON.stringify(each.input));
      const name = `${tool} runs ${times === 1 ? 'once' : `${times} times`}${Object.keys(input).length > 0 ? ` with ${JSON.stringify(input)}` : ''}`;
      return check(
        name,
        fitting.length === times ? '' : `ran ${fitting.length} times so; in all: ${all.join(', ') || 'never'}`,
      );
    }),
    ...wanted.neverRan.map(tool => {
      const runs = ran.filter(each => each.tool === tool);
      return check(`${tool} never runs`, runs.map(each => JSON.stringify(each.input)).join(', '));
    }),
  ];
}

function handOverChecks({ handOver }: Talk, wanted: Checks): Check[] {
  return Object.entries(wanted.handOver).map(([path, value]) => {
    const found = valueAt(handOver, path);
    return check(`hand-over: ${path} is ${String(value)}`, matches(found, value) ? '' : `was ${JSON.stringify(found)}`);
  });
}

function words(talk: Talk, wanted: Checks, secrets: readonly string[]): Check[] {
  const said = talk.turns.map(each => each.say.join(' ')).join('\n');
  const hit = (source: string, text: string): string => new RegExp(source, 'iu').exec(text)?.[0] ?? '';
  const leaked = secrets.filter(each => new RegExp(`(?<!\\d)${each}(?!\\d)`).test(talk.traces));
  return [
    ...wanted.said.map(each => check(`says /${each}/`, hit(each, said) === '' ? 'was not said' : '')),
    ...wanted.neverSaid.map(each => check(`never says /${each}/`, hit(each, said))),
    ...wanted.nowhere.map(each => check(`nowhere stands /${each}/`, hit(each, talk.traces))),
    ...(secrets.length === 0
      ? []
      : [check('no PIN and no account number is kept, logged or told to the model', leaked.join(', '))]),
  ];
}

function leftBehind({ left }: Talk, wanted: Checks): Check[] {
  const lists = { appointments: left.appointments, todos: left.todos, callbacks: left.callbacks };
  return (['appointments', 'todos', 'callbacks'] as const).flatMap(name => {
    const list = wanted[name];
    if (list === undefined) return [];
    const found: readonly unknown[] = lists[name];
    const fits =
      found.length === list.length && list.every(each => found.some(one => unmatched(one, each).length === 0));
    return [check(`${list.length} ${name} are left as wanted`, fits ? '' : `found ${JSON.stringify(found)}`)];
  });
}

function budgets({ turns, state, largestStateBytes }: Talk, wanted: Checks): Check[] {
  const late = (name: string, budgetMs: number, of: (turn: TalkTurn) => number | undefined): Check => {
    const over = turns.filter(turn => (of(turn) ?? 0) > budgetMs);
    return check(name, over.map(turn => `turn ${turn.ledger.turn}: ${of(turn)} ms`).join(', '));
  };
  const usd = state.spent.microUsd / 1e6;
  return [
    late(`first token within ${wanted.firstTokenMs} ms`, wanted.firstTokenMs, turn => turn.ledger.modelFirstTokenMs),
    late(`every turn within ${wanted.turnMs} ms`, wanted.turnMs, turn => turn.answerMs),
    check(`costs at most $${wanted.costUsd}`, usd > wanted.costUsd ? `was $${usd.toFixed(4)}` : ''),
    check(`at most ${wanted.mostTurns} turns`, turns.length > wanted.mostTurns ? `was ${turns.length}` : ''),
    check('the conversation fits into Sync', largestStateBytes > STATE_BYTES ? `${largestStateBytes} bytes` : ''),
  ];
}
