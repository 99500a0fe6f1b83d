import { createBus } from './bus';
import { createTimeline } from './timeline';

function set(capacity?: number) {
  const bus = createBus();
  const timeline = createTimeline(bus, capacity);
  const say = (text: string, callSid?: string): void =>
    bus.emit('timeline', { atMs: 0, kind: 'log', text, ...(callSid !== undefined && { callSid }) });
  return { timeline, say };
}
const texts = ({ entries }: { entries: readonly { text: string }[] }) => entries.map(({ text }) => text);

test('a call has its own entries, and those of no call since it began', () => {
  const { timeline, say } = set();
  say('before');
  say('rings', 'CA1');
  say('rings too', 'CA2');
  say('a mail');
  expect(texts(timeline.readCall('CA1'))).toEqual(['rings', 'a mail']);
  expect(texts(timeline.readCall('CA9'))).toEqual([]);
});

test('reading goes on where it stopped, also when old entries made room', () => {
  const { timeline, say } = set(4);
  for (const text of ['1', '2', '3']) say(text, 'CA1');
  const { next } = timeline.readCall('CA1');
  for (const text of ['4', '5', '6']) say(text, 'CA1');
  expect(texts(timeline.readCall('CA1', next))).toEqual(['4', '5', '6']);
  expect(texts(timeline.read())).toEqual(['3', '4', '5', '6']);
  timeline.clear();
  expect(texts(timeline.read())).toEqual([]);
});

test('after it is closed nothing more is kept', () => {
  const { timeline, say } = set();
  timeline.close();
  say('late');
  expect(texts(timeline.read())).toEqual([]);
});
