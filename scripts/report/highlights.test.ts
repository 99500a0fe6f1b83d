import type { TimelineEntry } from '../../emulator';
import { createHighlights } from './highlights';

const entry = (kind: TimelineEntry['kind'], text: string, url?: string): TimelineEntry => ({
  atMs: 0,
  kind,
  text,
  ...(url !== undefined && { detail: { url } }),
});

test('people see the talk and the way through the line, not the machinery, and hold music once', () => {
  const highlight = createHighlights();
  const wait = [
    entry('request', 'POST /lines/wait → 200', 'https://x.twil.io/lines/wait'),
    entry('verb', 'Play'),
    entry('request', 'GET /hold-music.wav → 200', 'https://x.twil.io/hold-music.wav'),
    entry('heard', 'audio https://x.twil.io/hold-music.wav'),
  ];
  const all = [
    entry('request', 'POST /v1/Accounts → 200', 'https://webhooks.twilio.com/v1/Accounts/AC/Flows/FW'),
    entry('heard', 'Thank you for calling.'),
    ...wait,
    ...wait,
    entry('widget', 'reach_agent: callComplete'),
    entry('heard', 'Thank you for calling.'),
    entry('said', 'Hello'),
    entry('said', 'Hello'),
  ];
  expect(all.flatMap(each => highlight(each)?.text ?? [])).toEqual([
    'Thank you for calling.',
    'POST /lines/wait → 200',
    'audio hold-music.wav',
    'reach_agent: callComplete',
    'Thank you for calling.',
    'Hello',
    'Hello',
  ]);
});

test('what is said again in a talk is shown again: after words, keys or another turn of the assistant', () => {
  const highlight = createHighlights();
  const again = entry('heard', 'Could you say that again?');
  const turn = entry('log', JSON.stringify({ level: 'info', message: 'assistant: turn' }));
  const shown = [again, again, entry('said', 'mumble'), again, entry('pressed', '1'), again, turn, again, again];
  expect(shown.filter(each => highlight(each) && each === again)).toHaveLength(4);
});

test('a log line is cut to its message, with the level when something is wrong', () => {
  const highlight = createHighlights();
  const log = (line: object) => highlight(entry('log', JSON.stringify(line)))?.text;
  expect(log({ level: 'info', message: 'voicemail delivered', callSid: 'CA1' })).toBe('voicemail delivered');
  expect(log({ level: 'error', message: 'mail refused' })).toBe('error: mail refused');
  expect(highlight(entry('log', 'plain words'))?.text).toBe('plain words');
});
