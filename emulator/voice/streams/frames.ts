import { SAMPLES_PER_MS } from '../audio/audio';
import { toMuLaw } from '../audio/companding';
import type { LiveCall } from '../live-call';

/** Twilio sends 20 ms at a time (measured, not documented). */
export const FRAME_MS = 20;
const FRAME_SAMPLES = FRAME_MS * SAMPLES_PER_MS;
/** µ-law for silence. */
const SILENCE = 0xff;

/** What the leg says between `fromMs` and a frame later, µ-law at 8 kHz. */
export function inboundFrame(call: LiveCall, fromMs: number): Buffer {
  const { speech } = call.line;
  return frame(speech && { samples: speech.audio.samples, startMs: speech.startMs }, fromMs);
}

/** What the leg hears: somebody else's voice as it is; a prompt as the murmur that stands for it. */
export function outboundFrame(call: LiveCall, fromMs: number): Buffer {
  const { playing } = call.line;
  if (!playing) return frame(undefined, fromMs);
  const { speech } = playing;
  if (speech) return frame({ samples: speech.audio.samples, startMs: speech.startMs }, fromMs);
  return frame({ samples: call.services.speak(playing.text).samples, startMs: playing.startMs }, fromMs);
}

function frame(sound: { samples: Int16Array; startMs: number } | undefined, fromMs: number): Buffer {
  const bytes = Buffer.alloc(FRAME_SAMPLES, SILENCE);
  if (!sound) return bytes;
  const first = Math.round((fromMs - sound.startMs) * SAMPLES_PER_MS);
  for (let index = 0; index < FRAME_SAMPLES; index += 1) {
    const sample = sound.samples[first + index];
    if (sample !== undefined) bytes[index] = toMuLaw(sample);
  }
  return bytes;
}
