import { lineOptions } from '../../../lib/config';
import { OUTCOMES, setting, type Visit } from './visit';

/** The callback's dialogue outside the queue: the flow says where callers go who come back from it. */
export function visitCallback(place: Visit): string {
  const back = (next: 'back' | 'message') => place.to('return', setting(place, { next }));
  return addDialogue(place, { back: back('back'), failed: back('message') });
}

/** The dialogue in the queue, from which the way back is the line. */
export function addQueueCallback(place: Visit): string {
  const back = place.store.add({ kind: 'waits', words: 'Back in line, at the same place.', ways: [] });
  return addDialogue(place, { back, failed: back });
}

/** Which number to call, and what becomes of it. The number is read back and confirmed; three that cannot be called are a way back. */
function addDialogue({ store, client, situation }: Visit, { back, failed }: { back: string; failed: string }): string {
  const { prompts } = lineOptions(client);
  const [booked, outcome] =
    situation === 'open'
      ? ([prompts.callbackBooked, 'callback'] as const)
      : ([prompts.callbackScheduled, 'scheduled'] as const);
  const ends = (kind: keyof typeof OUTCOMES) => store.add({ kind: 'ends', words: OUTCOMES[kind], ways: [] });
  const hears = (words: string, to: string) => store.add({ kind: 'hears', words, ways: [{ to }] });
  return store.add({
    kind: 'asks',
    words: prompts.askNumber,
    ways: [
      { when: 'confirms a number', to: hears(booked, ends(outcome)) },
      { when: 'has asked before', to: hears(prompts.callbackStands, ends('stands')) },
      { when: 'goes back', to: back },
      { when: 'cannot be booked', to: hears(prompts.callbackFailed, failed), fault: true },
    ],
  });
}
