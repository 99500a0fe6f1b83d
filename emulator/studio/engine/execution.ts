/** A flow as it stood at one revision. */
export interface FlowRef {
  readonly sid: string;
  readonly revision: number;
}

/** What Liquid sees: `trigger`, `flow`, `contact`, `widgets`. Never changed in place, so a step can keep the one it saw. */
export interface Variables {
  readonly trigger: Readonly<Record<string, unknown>>;
  readonly contact: { readonly channel: { readonly address: string } };
  readonly flow: FlowVariables;
  readonly widgets: Readonly<Record<string, unknown>>;
}
export interface FlowVariables {
  /** The execution's SID: Twilio's naming. */
  readonly sid: string;
  readonly flow_sid: string;
  readonly channel: { readonly address: string };
  readonly data: Readonly<Record<string, unknown>>;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** The place of an execution in one flow: its own, or the subflow it is in. */
export interface Frame {
  readonly flow: FlowRef;
  readonly variables: Variables;
  /** The widget that is running or waits. */
  readonly widget: string;
  readonly enteredAtMs: number;
  /** SID of the step that this widget will have been. */
  readonly stepSid: string;
}

/** All there is to know of an execution between two events. Plain JSON. */
export interface ExecutionState {
  readonly frame: Frame;
  /** The flow whose run-subflow widget waits for this one. */
  readonly parent?: Frame;
  readonly stepCount: number;
  /** How often the widget was entered with no other in between. */
  readonly visits: number;
  /** The trigger's event that began it. */
  readonly startedBy: string;
  /** The call that it is on, or was on last; '' before any. */
  readonly callSid: string;
  /** No call goes on: widgets that need one cannot play. */
  readonly callOver: boolean;
  /** What the waiting widget kept for itself. */
  readonly kept: Readonly<Record<string, unknown>>;
  /** What the call was last told. A flow event that belongs to no waiting widget (a repeated webhook) is answered with it. */
  readonly lastTwiml: string;
  /** The execution waits for nothing that the call could send: a redirect with time-out 0. */
  readonly detached: boolean;
}

/** What starts an execution. */
export interface Trigger {
  /** The trigger's event: "incomingCall". */
  readonly event: 'incomingCall' | 'incomingMessage' | 'incomingRequest';
  /** What Liquid reads as `trigger`. */
  readonly variables: Readonly<Record<string, unknown>>;
  /** Who the flow deals with: `contact.channel.address`. */
  readonly contact: string;
  /** The number or address that is the flow's: `flow.channel.address`. */
  readonly channel: string;
  /** What REST gave: `flow.data`. */
  readonly data: Readonly<Record<string, unknown>>;
  readonly callSid: string;
  /** SID of the call, message or request. */
  readonly initiatedBy: string;
}

/** A call comes in. All parameters of the voice webhook stay as they came, but what is JSON, which is parsed. */
export function callTrigger(parameters: Readonly<Record<string, string>>): Trigger {
  return {
    event: 'incomingCall',
    variables: { call: withParsed(parameters) },
    contact: parameters.From ?? '',
    channel: parameters.To ?? '',
    data: {},
    callSid: parameters.CallSid ?? '',
    initiatedBy: parameters.CallSid ?? '',
  };
}

/** A message comes in. */
export function messageTrigger(parameters: Readonly<Record<string, string>>): Trigger {
  return {
    event: 'incomingMessage',
    variables: { message: withParsed(parameters) },
    contact: parameters.From ?? '',
    channel: parameters.To ?? '',
    data: {},
    callSid: '',
    initiatedBy: parameters.MessageSid ?? '',
  };
}

/** REST starts it. `To` is the contact, `From` the flow's own number. */
export function requestTrigger({ sid, to, from, parameters }: RestStart): Trigger {
  return {
    event: 'incomingRequest',
    variables: { request: { to, from, parameters } },
    contact: to,
    channel: from,
    data: parameters,
    callSid: '',
    initiatedBy: sid,
  };
}

/** What `POST …/Executions` gives. */
export interface RestStart {
  /** RQ…, of the request. */
  readonly sid: string;
  readonly to: string;
  readonly from: string;
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** The variables that an execution starts with. */
export function firstVariables(trigger: Trigger, executionSid: string, flow: FlowRef): Variables {
  return {
    trigger: trigger.variables,
    contact: { channel: { address: trigger.contact } },
    flow: {
      sid: executionSid,
      flow_sid: flow.sid,
      channel: { address: trigger.channel },
      data: trigger.data,
      variables: {},
    },
    widgets: {},
  };
}

/** Parameters whose JSON flows read into. */
const PARSED = ['AddOns', 'ChannelAttributes'];

function withParsed(parameters: Readonly<Record<string, string>>): Readonly<Record<string, unknown>> {
  const parsed = PARSED.map(name => [name, parse(parameters[name])] as const);
  return { ...parameters, ...Object.fromEntries(parsed.filter(([, value]) => value !== undefined)) };
}

function parse(json: string | undefined): unknown {
  try {
    return json === undefined ? undefined : JSON.parse(json);
  } catch {
    return undefined;
  }
}

/** The variables that a subflow starts with: contact and channel of its parent, variables of its own. */
export function subflowVariables(
  parent: Frame,
  flow: FlowRef,
  { parameters, startedBy }: { parameters: Readonly<Record<string, unknown>>; startedBy: string },
): Variables {
  const { variables } = parent;
  return {
    trigger: {
      parent: {
        parameters,
        step_sid: parent.stepSid,
        execution_sid: variables.flow.sid,
        flow_sid: parent.flow.sid,
        trigger_type: startedBy,
      },
    },
    contact: variables.contact,
    flow: { ...variables.flow, flow_sid: flow.sid, variables: {} },
    widgets: {},
  };
}
