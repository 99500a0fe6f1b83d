import type { LiveCall } from './live-call';

/** Whether one leg is heard by the other now (muted, on hold, coaching); always when left out. */
type Audible = () => boolean;

/** What one leg says, the other hears from now on; returns the way to stop. Only what begins while it is audible is heard. */
export function carry(from: LiveCall, to: LiveCall, isAudible: Audible = () => true): () => void {
  let isHeard = false;
  return from.line.on(event => {
    if (event.type === 'speech-start' && isAudible() && !to.isOver) {
      const { speech } = event;
      const startMs = to.world.clock.now();
      const prompt = { text: speech.words, durationMs: speech.endMs - startMs, speech };
      isHeard = true;
      to.note('heard', prompt.text, { durationMs: prompt.durationMs });
      to.line.put({ type: 'prompt-start', prompt: { ...prompt, startMs } });
    }
    if (event.type === 'speech-end' && isHeard) {
      isHeard = false;
      to.line.put({ type: 'prompt-end' });
    }
  });
}

/** Joins two legs: each hears the other. Returns the way to part them. */
export function bridge(one: LiveCall, other: LiveCall): () => void {
  const stops = [carry(one, other), carry(other, one)];
  return () => stops.forEach(stop => stop());
}
