import type { WebReply } from '../../contract';
import type { DefinitionFault } from '../definition/fault';
import type { State } from '../definition/flow-definition';
import type { PropertyRules } from '../definition/schema';
import type { ApiAnswer } from '../twilio-api';

/**
 * One type of widget: what its JSON may say, the events it leaves by, and how it behaves.
 * Adding a type is a file here and a line in `registry.ts`.
 */
export interface Widget {
  readonly type: string;
  readonly properties: PropertyRules;
  readonly events: readonly string[];
  /** Faults between properties. `path` is a JSON pointer to the properties. */
  readonly check?: (properties: Record<string, unknown>, path: string) => DefinitionFault[];
  /** Faults of a transition beyond its event and target. */
  readonly checkTransition?: (transition: Record<string, unknown>, path: string) => DefinitionFault[];
  readonly behaviour: Behaviour;
}

/** How a widget runs. Each function is pure: what must be done in the world comes back as data. */
export interface Behaviour {
  enter(step: Step): Outcome;
  /** The call comes back to the flow while this widget waits. Undefined when that event is none of this widget's. */
  resume?(step: Step, coming: Coming): Leave | undefined;
  /** The request that `enter` asked for was answered. */
  answered?(step: Step, reply: WebReply): Leave;
  /** Twilio's own API answered what `enter` posted. The widget leaves, or waits for what comes of it. */
  told?(step: Step, answer: ApiAnswer): Leave | Wait;
  /** A hang-up at this widget is still told to the flow by a last action request (`<Record>`, `<Dial>`, `<Enqueue>`). */
  readonly toldOfHangup?: boolean;
}

/** A request to the flow's webhook, of its call or with a message: `?FlowEvent=…` and all other query and form parameters. */
export interface Coming {
  readonly flowEvent: string;
  readonly parameters: Readonly<Record<string, string>>;
}

/** An error or warning of Studio, with its code where Twilio has one [twilio.com/docs/api/errors]. */
export interface Problem {
  readonly code?: number;
  readonly message: string;
}

/** What a widget sees of the execution it is a part of. */
export interface Step {
  readonly state: State;
  /** The call that the flow is on; '' without one. */
  readonly callSid: string;
  /** What the widget kept when it began to wait. */
  readonly kept: Readonly<Record<string, unknown>>;
  /** The property with its Liquid rendered; '' when it is absent or null. */
  text(property: string): string;
  /** A template rendered to text. */
  render(template: string): string;
  /** The value of a template that is one single `{{ output }}`, with its type; any other template's text. */
  evaluate(template: string): unknown;
  /** The flow's own webhook URL with that FlowEvent, for `action` and `<Redirect>`. */
  url(flowEvent: string): string;
  /** Tells whoever watches; the widget goes on. */
  warn(problem: Problem): void;
}

/** The widget is done and leaves by `event`. */
export interface Leave {
  readonly do: 'leave';
  readonly event: string;
  /** What later widgets read as `widgets.<name>.*`. */
  readonly variables?: Readonly<Record<string, unknown>>;
  /** What later widgets read as `flow.variables.*`, beside what is there. */
  readonly flowVariables?: Readonly<Record<string, unknown>>;
  /** Which of the state's transitions to follow; the first with that event without it. */
  readonly transition?: number;
  readonly problem?: Problem;
}

/** The call gets a document; the widget waits for what comes back. */
export interface Play {
  readonly do: 'play';
  readonly twiml: string;
  /** The widget leaves by `timeout` when the call has not come back after so many seconds. */
  readonly timeoutSeconds?: number;
  /** The widget does not wait: nothing that comes back is its own. */
  readonly detached?: boolean;
}

/** A request that the widget waits for. */
export interface Ask {
  readonly do: 'ask';
  readonly kind: 'run-function' | 'http-request';
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly body?: { readonly contentType: string; readonly text: string };
  /** With the account's own credentials. */
  readonly authenticated?: true;
}

/** Something that Twilio's own API is asked to do, in the name of the flow's account. */
export interface Post {
  readonly do: 'post';
  /** Below the account: "/Calls.json"; with `workflowSid` below that workflow's workspace: "/Tasks". */
  readonly path: string;
  readonly workflowSid?: string;
  readonly form: Readonly<Record<string, string>>;
}

/** The widget waits without a call being told anything. */
export interface Wait {
  readonly do: 'wait';
  /** The widget leaves by `timeout` when nothing has come after so many seconds. */
  readonly timeoutSeconds?: number;
  /** The call whose requests belong to this execution from now on. */
  readonly callSid?: string;
  /** What the widget wants to see again in `Step.kept`. */
  readonly keep?: Readonly<Record<string, unknown>>;
}

/** Another flow runs in this place. */
export interface RunSubflow {
  readonly do: 'subflow';
  readonly flowSid: string;
  readonly revision: string;
  readonly parameters: Readonly<Record<string, unknown>>;
}

export type Outcome = Leave | Play | Ask | Post | RunSubflow;

/** Leaves by `event` with these variables. */
export function leave(event: string, variables: Readonly<Record<string, unknown>> = {}): Leave {
  return { do: 'leave', event, variables };
}
