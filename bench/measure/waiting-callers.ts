import { readFileSync } from 'node:fs';
import type { CallerStep } from '../../emulator';
import type { Prompts } from '../../lib/config';
import { inProject } from '../../scripts/project';
import type { Random } from './random';

/** A caller of the bench, and what they do. */
export interface BenchCaller {
  readonly number: string;
  /** On the emulated clock, after the first call. */
  readonly afterMs: number;
  readonly steps: readonly CallerStep[];
  /** Hangs up at a moment of their own: may end with nothing. */
  readonly hangsUp: boolean;
}

/** The words before the first blank. */
const opening = (prompt: string): string => prompt.split('{')[0] ?? prompt;
const hears = (text: string): CallerStep => ({ do: 'listen', until: { text } });
const presses = (digits: string): CallerStep => ({ do: 'press', digits });
const pausesFor = (ms: number): CallerStep => ({ do: 'listen', until: { ms } });

/** Parts of a hundred: waits for an agent · a callback at the own number, at another one · a message · hangs up somewhere. */
const MIX = { waits: 35, ownNumber: 20, otherNumber: 10, message: 15 };

/** So many callers, `perSecond` of them each second, each with a number and a mind of their own. */
export function createCallers(
  count: number,
  { perSecond, prompts, random }: { perSecond: number; prompts: Prompts; random: Random },
): BenchCaller[] {
  const audio = readFileSync(inProject('scripts/demo/message.wav'));
  const words = readFileSync(inProject('scripts/demo/message.txt'), 'utf8').trim();
  const leaves: CallerStep[] = [{ do: 'listen', until: 'beep' }, { do: 'say', words, audio }, presses('#')];
  const asks = [hears(prompts.offerCallback), presses('1'), hears(opening(prompts.askNumber))];
  return Array.from({ length: count }, (_, index) => {
    const ending = String(index).padStart(4, '0');
    const confirms = [hears(opening(prompts.confirmNumber)), presses('1')];
    const ownNumber = [...asks, presses('1')];
    const otherNumber = [...asks, presses('2'), hears(prompts.enterNumber), presses(`202558${ending}#`), ...confirms];
    const menu = random.next() < 0.5 ? [hears(prompts.menu), presses(random.next() < 0.6 ? '1' : '2')] : [];
    const caller = (steps: readonly CallerStep[], hangsUp = false): BenchCaller => ({
      number: `+1202557${ending}`,
      afterMs: Math.floor((index * 1000) / perSecond),
      steps: [...menu, ...steps],
      hangsUp,
    });
    const draw = random.next() * 100;
    if (draw < MIX.waits) return caller(leaves);
    if (draw < MIX.waits + MIX.ownNumber) return caller([...ownNumber, { do: 'wait' }]);
    if (draw < MIX.waits + MIX.ownNumber + MIX.otherNumber) return caller([...otherNumber, { do: 'wait' }]);
    if (draw < MIX.waits + MIX.ownNumber + MIX.otherNumber + MIX.message)
      return caller([hears(prompts.offerVoicemail), presses('2'), ...leaves]);
    const whole = random.next() < 0.5 ? ownNumber : otherNumber;
    // After the last step too: once the callback is confirmed.
    const done = whole.slice(0, random.between(0, whole.length));
    return caller([...done, pausesFor(random.between(0, 9_000)), { do: 'hang-up' }], true);
  });
}
