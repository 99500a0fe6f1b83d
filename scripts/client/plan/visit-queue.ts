import { lineOptions } from '../../../lib/config';
import { textOf } from '../../flows/lint/flow-source';
import type { StepWay } from './step';
import { pathOf, rendered, setting, type Known, type Visit } from './visit';
import { addQueueCallback } from './visit-callback';
import { optionWords, queueWords, waitWords } from './words';

/** The wait for an agent, with all that may come of it. */
export function visitQueue(place: Visit): string {
  const { store, client, state, to } = place;
  const after = (result: string, more: Partial<Known> = {}) =>
    to('callComplete', { ...setting(place, { QueueResult: result }), ...more });
  const talks = store.add({ kind: 'talks', words: 'The caller and the agent talk.', ways: [{ to: after('bridged') }] });
  const hasOptions = pathOf(state, 'waitUrl') === '/waiting/line';
  const ways: StepWay[] = [
    { when: 'an agent answers', to: talks },
    ...(hasOptions ? optionWays(place, () => after('leave', { askedForMessage: true })) : []),
    { when: 'nobody answers', to: after('leave') },
    { when: 'the queue does not take the call', to: to('failedToEnqueue'), fault: true },
  ];
  if (!hasOptions) return store.add({ kind: 'waits', words: waitWords(client), ways });
  // One wait for all queues: whom callers wait for is told before it.
  const wait = store.add({ kind: 'waits', words: optionWords(client), ways });
  return store.add({ kind: 'waits', words: queueWords(client, topicOf(place)), ways: [{ to: wait }] });
}

function optionWays(place: Visit, leave: () => string): StepWay[] {
  const { waiting } = lineOptions(place.client);
  return [
    ...(waiting.callback ? [{ when: 'presses 1', to: addQueueCallback(place) }] : []),
    ...(waiting.voicemail ? [{ when: 'presses 2', to: leave() }] : []),
  ];
}

/** The topic in the attributes with which the flow sends the call to its agents. */
function topicOf({ state, known }: Visit): string {
  const [, topic = ''] = /"topic":\s*"([^"]*)"/.exec(rendered(textOf(state, 'attributes'), known)) ?? [];
  return topic;
}
