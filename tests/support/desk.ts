import { openAgentDesk, type AgentDesk, type Office } from '../../scripts/desk/agent-desk';
import { lineOf } from '../../lib/config';
import type { PhoneNumber } from '../../lib/phone';
import type { CallSid } from '../../lib/sid';
import { callbackAttributes, type CallbackFacts } from '../../lib/tasks';
import { CALLER, client, DIRECT, type TestLine } from './line';

export type { AgentDesk } from '../../scripts/desk/agent-desk';

const TASKROUTER = 'taskrouter.twilio.com';

/** What is special about an agent. */
interface AgentTraits {
  readonly roles?: readonly string[];
  readonly skills?: readonly string[];
}

/** What a desk needs of the line that it belongs to. */
export type DeskLine = Pick<TestLine, 'emulator' | 'rest' | 'post' | 'workspaceSid'>;

/** Hires an agent, who is available from now on. */
export async function openDesk(line: DeskLine, name = 'Ana', traits: AgentTraits = {}): Promise<AgentDesk> {
  const office: Office = {
    accountSid: client.accountSid,
    workspace: `/v1/Workspaces/${await line.workspaceSid()}`,
    rest: (host, path, fields) => line.rest(host, path, fields && { ...fields }),
    post: (path, fields) => line.post(path, { ...fields }, null),
    signIn: who => line.emulator.signIn(who),
    advance: passing(line.emulator),
  };
  return openAgentDesk(office, { name, ...traits });
}

/** Lets time pass: moved, or, on a clock that goes by itself, until something more has happened than was seen before. */
function passing(emulator: DeskLine['emulator']): Office['advance'] {
  if (emulator.clock.mode !== 'real') return ms => emulator.advance(ms);
  let happened = 0;
  let seen = 0;
  let tell = (): void => undefined;
  emulator.follow(() => {
    happened += 1;
    tell();
  });
  return async () => {
    if (happened === seen) await new Promise<void>(resolve => (tell = resolve));
    seen = happened;
  };
}

/** The call in which `bookCallback` has its callbacks asked for. */
export const BOOKED_IN = `CA${'c'.repeat(32)}` as CallSid;

/** A callback in the workflow, as the waiting line books it; it keeps the caller's number unless told otherwise. */
export async function bookCallback(line: TestLine, facts: Partial<CallbackFacts> = {}): Promise<string> {
  const workspace = `/v1/Workspaces/${await line.workspaceSid()}`;
  const { workflows } = (await line.rest(TASKROUTER, `${workspace}/Workflows`)) as {
    workflows: { sid: string; friendly_name: string }[];
  };
  const attributes = callbackAttributes(lineOf(client, DIRECT), {
    callSid: BOOKED_IN,
    from: CALLER,
    line: DIRECT,
    number: CALLER as PhoneNumber,
    receivedAt: new Date(line.emulator.clock.now()),
    key: 'k',
    ...facts,
  });
  const made = await line.rest(TASKROUTER, `${workspace}/Tasks`, {
    Attributes: JSON.stringify(attributes),
    WorkflowSid: workflows.find(each => each.friendly_name === 'linekit callbacks and voicemail')?.sid ?? '',
    TaskChannel: 'voice',
    Timeout: '172800',
  });
  return String(made['sid']);
}
