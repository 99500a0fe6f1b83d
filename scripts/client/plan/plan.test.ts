import { sampleClient } from '../../../lib/config/client.fake';
import { planned } from '../../../tests/support/planned';
import { projectRoot } from '../../project';
import { coloursFor } from '../../terminal/colours';
import { loadClient } from '../client-file';
import { comingHolidays } from './holidays';
import { planClient } from './plan';
import { planDiagram } from './plan-diagram';
import { planMarkdown } from './plan-markdown';
import { planText } from './plan-text';
import { showSeconds, weekRows } from './words';

const client = sampleClient();
const { greetings } = client;
const today = Date.parse('2026-11-21T12:00:00Z');
const plan = planClient(client, { root: projectRoot, todayMs: today });
const words = (text: string): string => text.replace(/\s+/g, ' ');
const plain = (of = plan): string => words(planText(of, coloursFor({}, {})));

const [direct, messages, options] = plan.lines;

test('an agent, nobody, or a queue that does not take the call', () => {
  expect(planned(direct, 'open', ['an agent answers'])).toEqual([greetings.open, 'waits', 'talks', 'ends']);
  const message = [greetings.unanswered, 'message', greetings.goodbye, 'ends'];
  expect(planned(direct, 'open', ['nobody answers', 'leaves a message'])).toEqual([
    greetings.open,
    'waits',
    ...message,
  ]);
  expect(planned(direct, 'open', ['the queue does not take the call', 'leaves a message'])).toEqual([
    greetings.open,
    'waits',
    ...message,
  ]);
});

test.each([
  ['closed', greetings.closed],
  ['holiday', greetings.holiday],
] as const)('%s: both lines take a message', (situation, greeting) => {
  for (const line of [direct, messages]) {
    expect(planned(line, situation, ['leaves a message'])).toEqual([greeting, 'message', greetings.goodbye, 'ends']);
    expect(planned(line, situation, ['says nothing'])).toEqual([greeting, 'message', greetings.nothingHeard, 'ends']);
    expect(planned(line, situation, ['hangs up in it'])).toEqual([greeting, 'message', 'ends']);
  }
});

test('with our functions or with Studio down, a message is taken all the same', () => {
  expect(planned(messages, 'functions-down', ['leaves a message'])).toEqual([greetings.apology, 'message', 'ends']);
  expect(planned(messages, 'studio-down', ['leaves a message'])).toEqual([
    greetings.apology,
    'message',
    greetings.goodbye,
    'ends',
  ]);
});

test('with the assistant: a person in opening hours alone, and what it may do, for whom and for how much', () => {
  const line = plan.lines.find(each => each.line === 'assistant');
  const greeting = client.assistant?.languages[0]?.greeting ?? '';
  const agent = planned(line, 'open', ['a person takes over', 'an agent answers']);
  expect(agent).toEqual([greeting, 'talks', 'waits', 'waits', 'talks', 'ends']);
  expect(() => planned(line, 'closed', ['a person takes over'])).toThrow('no way');
  expect(planned(line, 'closed', ['has everything'])).toEqual([greeting, 'talks', 'ends']);
  const text = plain();
  for (const each of [
    'model claude-haiku-5-5, effort low; when it is down or slow claude-sonnet-5-5 is asked once, then keys are offered',
    'speaks American English and Spanish',
    'callers known by account and PIN (4 to 6 digits), asked when a tool needs it; 3 tries a call',
    'to appointments Front desk',
    'to billing extension 2001, rung for 20 s; when nobody takes it, back to the assistant',
    'at most $0.20 and 15 min a call, 100 turns; $20.00 a day',
  ])
    expect(text).toContain(each);
});

describe('a line with options', () => {
  const { prompts } = client;
  if (!prompts) throw new Error('the sample has prompts');
  const own = client.numbers[2]?.greetings;
  const greeted = own?.open ?? '';
  const message = ['message', greetings.goodbye, 'ends'];
  const waits = (...turns: string[]) => planned(options, 'open', ['presses 1', ...turns]).slice(3);

  test('the menu leads to the agents of a topic; a key that leads nowhere is asked about once', () => {
    expect(planned(options, 'open', ['presses 1', 'an agent answers'])).toEqual([
      greeted,
      prompts.menu,
      'waits',
      'waits',
      'talks',
      'ends',
    ]);
    const again = planned(options, 'open', ['presses another key', 'an agent answers']);
    expect(again.slice(1, 3)).toEqual([prompts.menu, `${prompts.unknownKey} ${prompts.menu}`]);
    expect(again.slice(3)).toEqual(['waits', 'waits', 'talks', 'ends']);
    const text = plain();
    expect(text).toContain('waits in Front desk, after 60 s in Everyone. with music, at most 5 min');
    expect(text).toContain(
      'Every 45 s: the place in line and the likely wait, as far as known; “To have us call you back',
    );
  });

  test('while waiting a callback, which ends the call only when it is booked, or a message', () => {
    expect(waits('presses 1', 'confirms a number')).toEqual([
      'waits',
      prompts.askNumber,
      prompts.callbackBooked,
      'ends',
    ]);
    expect(waits('presses 1', 'has asked before')).toEqual([
      'waits',
      prompts.askNumber,
      prompts.callbackStands,
      'ends',
    ]);
    expect(waits('presses 1', 'goes back')).toEqual(['waits', prompts.askNumber, 'waits']);
    expect(waits('presses 1', 'cannot be booked')).toEqual([
      'waits',
      prompts.askNumber,
      prompts.callbackFailed,
      'waits',
    ]);
    expect(waits('presses 2', 'leaves a message')).toEqual(['waits', greetings.message, ...message]);
    const offer = `${prompts.offerCallback} ${prompts.offerVoicemail}`;
    const late = waits('nobody answers', 'presses 2, another key or nothing', 'leaves a message');
    expect(late).toEqual(['waits', offer, greetings.unanswered, ...message]);
  });

  test('out of hours a callback for opening time, or a message', () => {
    const offer = `${own?.closed} ${prompts.offerScheduled} ${prompts.offerVoicemail}`;
    const turns = ['presses 1', 'confirms a number'];
    expect(planned(options, 'closed', turns)).toEqual([offer, prompts.askNumber, prompts.callbackScheduled, 'ends']);
    const stays = ['presses 2, another key or nothing', 'leaves a message'];
    expect(planned(options, 'closed', stays)).toEqual([offer, ...message]);
    expect(planned(options, 'functions-down', ['leaves a message'])).toEqual([greetings.apology, 'message', 'ends']);
  });

  test('queues, topics, callbacks and the summary in words', () => {
    const lakeside = planClient(loadClient('lakeside-dental'), { root: projectRoot, todayMs: today });
    const text = plain(lakeside);
    for (const each of [
      'Everyone all agents Scheduling agents with scheduling Clinical agents with triage and scheduling',
      'at once voice 1 of each agent',
      'summary every Monday to office@lakeside-dental.example: what came in',
      'pain Clinical, priority 50; after 20 s Scheduling, priority 60; after 45 s Everyone, priority 70',
      'numbers of US alone',
      'at most 4; the next one 20 min after no answer, 5 min after busy, 180 min after a voicemail',
      'quiet 19:00–08:00: no agent is handed a callback then given up after 72 h',
    ])
      expect(text).toContain(each);
    const harbor = planClient(loadClient('harbor-legal'), { root: projectRoot, todayMs: today });
    expect(harbor.desk).toBeUndefined();
    expect(plain(harbor)).not.toContain('Callbacks');
    const faro = planClient(loadClient('faro-travel'), { root: projectRoot, todayMs: today });
    expect(plain(faro)).toContain('of any country; of US when entered without one');
    expect(plain(faro)).toContain('summary none');
  });

  test('what is not offered is not told', () => {
    const { waiting, afterHours } = client;
    if (!waiting || !afterHours) throw new Error('the sample has options');
    const none = { ...client, waiting: { ...waiting, callback: false }, menu: undefined };
    const { lines } = planClient(
      { ...none, afterHours: { callback: false, voicemail: false } },
      { root: projectRoot, todayMs: today },
    );
    expect(planned(lines[2], 'open', ['presses 2', 'leaves a message'])).toEqual([
      greeted,
      'waits',
      'waits',
      greetings.message,
      ...message,
    ]);
    expect(planned(lines[2], 'open', ['nobody answers', 'leaves a message'])[3]).toBe(greetings.unanswered);
    expect(planned(lines[2], 'closed', [])).toEqual([own?.closed, 'ends']);
  });
});

test('in words: hours, holidays, who gets the mail, how long things are kept', () => {
  const text = plain();
  for (const each of [
    'Hours, America/Los_Angeles Mon–Wed 09:00–12:00, 13:00–17:00 Thu 09:00–12:00, 13:00–19:00',
    'Thu 26 Nov 2026 Thanksgiving closed “We are closed for Thanksgiving.',
    'Thu 24 Dec 2026 Christmas Eve 09:00–12:00',
    '+1 202 555 0142 voice-direct · American English, Polly.Joanna-Neural',
    'at most 30 s',
    'to desk@riverside-clinic.example',
    'attached up to 18 MB, a link that is good for 7 days above',
    '30 days, then the recording is deleted',
  ])
    expect(text).toContain(each);
  expect(text.match(/Hours,/g)).toHaveLength(1);
});

test('two offices have two weeks, two languages and two clocks', () => {
  const faro = planClient(loadClient('faro-travel'), { root: projectRoot, todayMs: today });
  expect(faro.lines.map(line => [line.timeZone, line.language])).toEqual([
    ['America/Los_Angeles', 'en-US'],
    ['America/Puerto_Rico', 'es-US'],
  ]);
  expect(planned(faro.lines[1], 'closed', ['presses 2, another key or nothing', 'says nothing'])[2]).toMatch(
    /^No hemos oído/,
  );
  expect(plain(faro)).toContain('Hours, America/Puerto_Rico');
  expect(faro.lines[1]?.holidays.find(each => each.name === 'Día de Reyes')).toMatchObject({
    day: 'Wed 6 Jan 2027',
    hours: 'closed',
  });
});

test('a client that transcribes nothing and attaches nothing is told so', () => {
  const harbor = planClient(loadClient('harbor-legal'), { root: projectRoot, todayMs: today });
  const text = plain(harbor);
  expect(text).toContain('transcript none');
  expect(text).toContain('a link to the recording, good for 3 days');
  expect(text).toContain('Holidays in the next twelve months: none');
  expect(text).not.toContain('waits for an agent');
});

test('the drawing has a part for each line, and every arrow leads to a box', () => {
  const { parts } = planDiagram(plan);
  expect(parts.map(each => each.heading)).toEqual([
    '+1 202 555 0142 · American English',
    '+1 202 555 0143 · American English',
    '+1 202 555 0144 · American English',
    '+1 202 555 0145 · American English',
  ]);
  for (const { boxes, arrows } of parts) {
    const ids = new Set(boxes.map(box => box.id));
    expect(arrows.filter(({ from, to }) => !ids.has(from) || !ids.has(to))).toEqual([]);
    const led = new Set(arrows.map(({ to }) => to));
    expect(boxes.filter(({ id }) => id !== 'call' && !led.has(id))).toEqual([]);
  }
  expect(planMarkdown(plan)).toMatch(/```mermaid\n---\ntitle: "\+1 202 555 0142 · American English"[\s\S]*<details>/);
});

test('numbers whose callers meet the same are told once', () => {
  const [first] = client.numbers;
  if (!first) throw new Error('the sample has a number');
  const both = { ...client, numbers: [first, { ...first, number: '+12025550199' as typeof first.number }] };
  const { lines } = planClient(both, { root: projectRoot, todayMs: today });
  expect(lines.map(each => each.numbers)).toEqual([[first.number, '+12025550199']]);
});

test('holidays come in the order of their dates; a date goes before a day of every year', () => {
  const holidays = [
    { date: '12-25', name: 'Christmas Day' },
    { date: '02-29', name: 'Leap day' },
    { date: '2026-12-25', name: 'Christmas, open', hours: ['10:00-12:00'] },
    { date: '2026-11-20', name: 'Yesterday' },
    { date: '11-21', name: 'Today' },
  ];
  const coming = comingHolidays({ holidays, timeZone: 'UTC' }, today);
  expect(coming.map(each => `${each.date} ${each.name} ${each.hours}`)).toEqual([
    '2026-11-21 Today closed',
    '2026-12-25 Christmas, open 10:00–12:00',
  ]);
});

test('weeks and times read as people write them', () => {
  expect(weekRows({ ...client.hours, saturday: ['00:00-24:00'], sunday: ['22:00-06:00'] }).slice(-2)).toEqual([
    { days: 'Sat', hours: 'all day' },
    { days: 'Sun', hours: '22:00–06:00' },
  ]);
  expect([30, 90, 180, 150].map(showSeconds)).toEqual(['30 s', '90 s', '3 min', '2 min 30 s']);
});
