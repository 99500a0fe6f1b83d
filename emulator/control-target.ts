import type { NumberRecord } from './api/incoming-phone-numbers';
import type { Cloud } from './cloud';
import { ControlError } from './control/control-error';
import type { ControlTarget } from './control/target';
import type { EmulatorStatus } from './control/wire';
import { TwilioError } from './rest/twilio-error';
import type { Timeline } from './timeline';
import type { CallRecord } from './voice/call-record';
import type { ControlledWorld } from './world';

/** How long nothing may happen after a call, in real milliseconds, until what it set off counts as done. */
const quietMs = { real: 1000, virtual: 150 };

/** What the control routes work on, over the parts of an emulator. */
export function createControlTarget(inside: {
  readonly world: ControlledWorld;
  readonly timeline: Timeline;
  readonly cloud: Cloud;
}): ControlTarget {
  const { world, timeline, cloud } = inside;
  const first = world.store.snapshot();
  const calls = world.store.collection<CallRecord>('api.calls');
  const going = new Set<string>();
  const listeners = new Set<() => void>();
  const tell = (): void => [...listeners].forEach(listener => listener());
  world.bus.on('timeline', tell);
  world.bus.on('call-ended', tell);
  return {
    timeline,
    clockMode: world.clock.mode,
    quietMs: world.clock.mode === 'real' ? quietMs.real : quietMs.virtual,
    status: () => statusOf(world, cloud),
    placeCall({ from, to, steps }) {
      const { callSid, ended } = found(() => cloud.voice.placeCall({ from, to, caller: steps }));
      going.add(callSid);
      void ended.then(() => {
        going.delete(callSid);
        tell();
      });
      return { callSid };
    },
    steerCall: (callSid, steps) => found(() => cloud.voice.steerCall(callSid, steps)),
    signIn: request => found(() => cloud.iam.signIn(request)),
    endOf: callSid => (going.has(callSid) ? undefined : finalStatus(calls.get(callSid))),
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    settle: () => world.controls.settle(),
    advance: ms => world.controls.advance(ms),
    ...doubles(world, cloud),
    snapshot: () => world.store.snapshot(),
    restore: snapshot => world.store.restore(snapshot),
    reset() {
      world.store.restore(first);
      world.faults.clear();
      cloud.voice.callees.clear();
      cloud.model.script([]);
      timeline.clear();
    },
  };
}

/** What stands in for others, and how it misbehaves. */
function doubles(
  world: ControlledWorld,
  { taskrouter, mailgun, model, voice }: Cloud,
): Pick<
  ControlTarget,
  'inject' | 'clearFaults' | 'limitRates' | 'callees' | 'limitCalls' | 'inbox' | 'filesOf' | 'model'
> {
  return {
    inject: fault => world.faults.inject(fault),
    clearFaults: () => world.faults.clear(),
    limitRates: on => void (taskrouter.limits.isOn = on),
    callees: voice.callees,
    limitCalls: callsPerSecond => void (voice.callLimit.callsPerSecond = callsPerSecond),
    inbox: mailgun.inbox,
    filesOf: mailgun.filesOf,
    model,
  };
}

/** A number or a worker that nobody has, or audio that nobody can play, is the client's fault. */
function found<T>(place: () => T): T {
  try {
    return place();
  } catch (error) {
    if (error instanceof TwilioError) throw new ControlError('NOT_FOUND', error.message);
    throw new ControlError('BAD_REQUEST', error instanceof Error ? error.message : String(error));
  }
}

function finalStatus(call: CallRecord | undefined): string | undefined {
  const isGoing = call === undefined || ['queued', 'ringing', 'in-progress'].includes(call.status);
  return isGoing ? undefined : call.status;
}

function statusOf({ accounts, clock, store }: ControlledWorld, cloud: Cloud): EmulatorStatus {
  const numbers = store.collection<NumberRecord>('api.incoming_phone_numbers').all();
  const counts = Object.entries(store.snapshot()).map(([name, records]) => [name, records.length] as const);
  return {
    accounts: accounts.all().map(({ sid, friendlyName }) => ({ sid, friendlyName })),
    clock: { mode: clock.mode, now: new Date(clock.now()).toISOString() },
    numbers: numbers.map(number => ({
      phoneNumber: number.phone_number,
      accountSid: number.account_sid,
      friendlyName: number.friendly_name,
    })),
    counts: Object.fromEntries(counts),
    mails: cloud.mailgun.inbox().length,
  };
}
