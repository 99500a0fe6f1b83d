import { performance } from 'node:perf_hooks';
import twilio from 'twilio';
import { heardInput, takeTurn, type AssistantDesk } from '../../lib/assistant-call';
import { callId, rosaNumber, scene } from '../../lib/assistant/scene.fake';
import { toTwiml } from '../../lib/function/voice';
import type { Sid } from '../../lib/sid';

/** What a turn took: until its TwiML was there, and of the processor; milliseconds. A busy machine makes the first longer, not the second. */
export interface TurnTime {
  readonly ms: number;
  readonly processorMs: number;
}

/**
 * From the parsed webhook to the TwiML, in process: model, tools and store answer at once, so what is left is our own. Every turn is there, the first
 * ones too, in which code is still being compiled.
 */
export async function turnTimes(turns: number): Promise<readonly TurnTime[]> {
  const base = await scene();
  const limits = { ...base.settings.limits, callMicroUsd: 1e9, turns: 1e6 };
  const script = (_request: unknown, asked: number) => ({
    text: `We have free times on Tuesday at ten and at eleven, and on Wednesday at two. ${asked}`,
    ...(asked % 3 === 0 && { calls: [{ name: 'openingHours' }] }),
  });
  const talk = await scene({ script, settings: { limits } });
  Object.assign(globalThis, { Twilio: { twiml: twilio.twiml } });
  await talk.start();
  const { client } = talk.deps();
  const place = { accountSid: client.accountSid, flowSid: `FW${'1'.repeat(32)}` as Sid<'FW'> };
  const times: TurnTime[] = [];
  for (let turn = 1; turn <= turns; turn += 1) {
    const deps = talk.deps();
    const desk: AssistantDesk = { client, settings: talk.settings, place, callSid: callId, from: rosaNumber, deps };
    const usage = process.cpuUsage();
    const startMs = performance.now();
    const speech = `Is there anything free in the week after, perhaps on a Thursday afternoon? ${turn}`;
    toTwiml(await takeTurn(desk, heardInput({ turn, speech, confidence: 0.9 })), client).toString();
    const ms = performance.now() - startMs;
    const { user, system } = process.cpuUsage(usage);
    times.push({ ms, processorMs: (user + system) / 1_000 });
  }
  return times;
}
