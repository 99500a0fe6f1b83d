import * as z from 'zod';
import type { Callee } from '../voice';
import { ControlError, parseBody } from './control-error';
import type { ControlRoute } from './routes';
import { callerSteps, stepsOf } from './wire';

const afterMs = z.number().nonnegative().exactOptional();

/** `PUT /emulator/callees/{Address}` */
export const calleeRequest = z.discriminatedUnion('do', [
  z.strictObject({
    do: z.literal('answer'),
    afterMs,
    steps: callerSteps.exactOptional(),
    talkMs: z.number().positive().exactOptional(),
  }),
  z.strictObject({
    do: z.literal('voicemail'),
    afterMs,
    greeting: z.string().exactOptional(),
    beep: z.boolean().exactOptional(),
  }),
  z.strictObject({ do: z.literal('fax'), afterMs }),
  z.strictObject({
    do: z.enum(['busy', 'no-answer', 'fail']),
    afterMs,
    sipResponseCode: z
      .string()
      .regex(/^[456]\d\d$/)
      .exactOptional(),
  }),
]);
export type CalleeRequest = z.input<typeof calleeRequest>;

const callRateRequest = z.strictObject({ callsPerSecond: z.number().positive().nullable() });

/** What those do who are called, and how fast an account may call. */
export const calleeRoutes: readonly ControlRoute[] = [
  {
    method: 'PUT',
    path: '/emulator/callees/{Address}',
    body: '{"do": "answer" | "voicemail" | "fax" | "busy" | "no-answer" | "fail", "afterMs"?, "steps"?, "talkMs"?, …}',
    summary: 'what a number, client or SIP address does when it is called',
    handle(target, { body, path }) {
      const address = path['Address'] ?? '';
      if (address === '')
        throw new ControlError('BAD_REQUEST', 'the path must name who is called: /emulator/callees/+15550107777');
      target.callees.set(address, scriptOf(parseBody(calleeRequest, body)));
      return { status: 204 };
    },
  },
  {
    method: 'DELETE',
    path: '/emulator/callees',
    summary: 'everybody answers again',
    handle(target) {
      target.callees.clear();
      return { status: 204 };
    },
  },
  {
    method: 'PUT',
    path: '/emulator/call-rate',
    body: '{"callsPerSecond": 1 | null}',
    summary: 'how many calls an account starts a second, the others wait; null for no limit',
    handle(target, { body }) {
      target.limitCalls(parseBody(callRateRequest, body).callsPerSecond ?? undefined);
      return { status: 204 };
    },
  },
];

/** The script with its audio as bytes. */
function scriptOf(request: z.output<typeof calleeRequest>): Callee {
  if (request.do !== 'answer') return request;
  const { steps, ...rest } = request;
  return { ...rest, ...(steps && { steps: stepsOf({ steps }) }) };
}
