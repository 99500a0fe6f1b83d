import { joinArrows, type Arrow, type Box, type BoxKind, type Diagram, type Part } from '../../diagram/diagram';
import type { ClientPlan, LinePlan } from './plan';
import { situations, type Situation } from './situations';
import type { Step } from './step';
import { showLanguage, showNumber } from './words';

/** The plan as a diagram: a part for each line, from the number to every end. */
export function planDiagram(plan: ClientPlan): Diagram {
  const { voicemail, email } = plan.messages;
  const words = voicemail.transcribe ? 'with its words' : 'without words';
  const mail = `A delivered message is a task in Flex and a mail ${words} to ${email.recipients.join(', ')}; its recording is deleted after ${voicemail.retentionDays} days.`;
  const heading = (line: LinePlan) => `${line.numbers.map(showNumber).join(', ')} · ${showLanguage(line.language)}`;
  return {
    title: plan.name,
    subtitle: mail,
    parts: plan.lines.map(line => ({ ...partOf(line), heading: heading(line) })),
  };
}

const ARROWS: Readonly<Record<Situation, string>> = {
  open: 'open',
  closed: 'closed',
  holiday: 'holiday',
  'functions-down': 'functions down',
  'studio-down': 'Studio down',
};

function partOf(planned: LinePlan): Part {
  const line = withOneWayWhenDown(planned);
  const steps = withEnds(reachedSteps(line), Object.values(line.begins));
  const week = line.week.map(({ days, hours }) => `${days}  ${hours}`);
  const boxes: Box[] = [
    { id: 'call', kind: 'call', label: 'a call to', title: line.numbers.map(showNumber).join(', ') },
    {
      id: 'when',
      kind: 'choice',
      label: 'when',
      title: line.timeZone.replace(/_/g, ' '),
      text: [...week, holidayLine(line)],
    },
    ...steps.map(boxOf),
  ];
  const arrows: Arrow[] = [
    { from: 'call', to: 'when' },
    ...situations.map(situation => {
      const fault = /down$/.test(situation) && { fault: true as const };
      const to = line.begins[situation];
      const both = fault && line.begins['functions-down'] === line.begins['studio-down'];
      return { from: 'when', to, label: both ? 'functions or Studio down' : ARROWS[situation], ...fault };
    }),
    ...steps.flatMap(({ id, ways, end }) =>
      (end === undefined ? ways : []).map(({ when, to, fault }): Arrow => ({
        from: id,
        to,
        ...(when !== undefined && { label: when }),
        ...(fault && { fault }),
      })),
    ),
  ];
  return { boxes, arrows: joinArrows(arrows) };
}

/** Callers hear the same, whichever of both is down; that a message may then wait for the sweep is said in words. */
function withOneWayWhenDown(line: LinePlan): LinePlan {
  const { begins, steps } = line;
  const [functions, studio] = [steps[begins['functions-down']], steps[begins['studio-down']]];
  if (functions?.words !== studio?.words) return line;
  return { ...line, begins: { ...begins, 'functions-down': begins['studio-down'] } };
}

function holidayLine({ holidays }: LinePlan): string {
  const [next] = holidays;
  return next ? `Next holiday: ${next.day}, ${next.name}` : 'No holidays in the next twelve months';
}

function reachedSteps(line: LinePlan): Step[] {
  const ids = new Set<string>(situations.map(situation => line.begins[situation]));
  for (const id of ids) line.steps[id]?.ways.forEach(({ to }) => ids.add(to));
  return [...ids].flatMap(id => line.steps[id] ?? []);
}

/** A step as it is drawn: words after which the call ends have the end in their own box. */
type Drawn = Step & { readonly end?: string };

function withEnds(steps: readonly Step[], begins: readonly string[]): Drawn[] {
  const ends = new Map(steps.flatMap(({ id, kind, words }) => (kind === 'ends' ? [[id, words] as const] : [])));
  const drawn = steps.map((step): Drawn => {
    const [only, ...more] = step.ways;
    const end = step.kind === 'hears' && only && more.length === 0 ? ends.get(only.to) : undefined;
    return end === undefined ? step : { ...step, end };
  });
  const ways = drawn.flatMap(step => (step.end === undefined ? step.ways : []));
  const led = new Set([...begins, ...ways.map(({ to }) => to)]);
  return drawn.filter(({ id, kind }) => kind !== 'ends' || led.has(id));
}

const KINDS: Readonly<Record<Step['kind'], readonly [BoxKind, string]>> = {
  hears: ['hear', 'hears'],
  asks: ['ask', 'is asked'],
  waits: ['wait', 'waits'],
  message: ['record', 'leaves a message'],
  talks: ['talk', 'talks'],
  choice: ['choice', 'depends'],
  ends: ['end', 'end'],
  other: ['other', 'then'],
};

function boxOf({ id, kind, words, end }: Drawn): Box {
  const [boxKind, label] = KINDS[kind];
  const text = kind === 'hears' || kind === 'asks' ? `“${words}”` : words;
  return { id, kind: boxKind, label, title: '', text: end === undefined ? [text] : [text, end] };
}
