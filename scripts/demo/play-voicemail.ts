import { readFileSync } from 'node:fs';
import type { ControlClient, TimelineEntry } from '../../emulator';
import { inProject } from '../project';

/** A number that is nobody's: 555-01XX is kept free for fiction. */
export const CALLER = '+12025550147';

export interface PlayedCall {
  readonly sid: string;
  readonly status: string;
  readonly timeline: readonly TimelineEntry[];
}

/**
 * Rings the number and leaves the recorded message after the beep, then waits until the line has said goodbye and all that the call set off
 * is done. `heard` gets each entry of the timeline when it happens.
 */
export async function playVoicemail(
  control: ControlClient,
  to: string,
  heard: (entry: TimelineEntry) => void,
): Promise<PlayedCall> {
  const words = readFileSync(inProject('scripts/demo/message.txt'), 'utf8').trim();
  const audio = readFileSync(inProject('scripts/demo/message.wav')).toString('base64');
  const { callSid } = await control.placeCall({
    from: CALLER,
    to,
    steps: [{ do: 'listen', until: 'beep' }, { do: 'say', words, audio }, { do: 'wait' }],
  });
  const timeline: TimelineEntry[] = [];
  const following = control.follow(callSid);
  for (let next = await following.next(); ; next = await following.next()) {
    if (next.done) return { sid: callSid, status: next.value, timeline };
    timeline.push(next.value);
    heard(next.value);
  }
}
