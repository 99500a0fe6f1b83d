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
  /** The call has ended: widgets that need it cannot play. */
  readonly callOver: boolean;
  /** What the call was last told. A flow event that belongs to no waiting widget (a repeated webhook) is answered with it. */
  readonly lastTwiml: string;
  /** The execution waits for nothing that the call could send: a redirect with time-out 0. */
  readonly detached: boolean;
}

/** What started an execution. */
export interface CallStart {
  readonly executionSid: string;
  readonly flow: FlowRef;
  /** All parameters of the voice webhook. */
  readonly parameters: Readonly<Record<string, string>>;
}

/** The variables that an execution starts with. `AddOns` is parsed, all else stays as it came. */
export function callVariables({ executionSid, flow, parameters }: CallStart): Variables {
  const addOns = parseAddOns(parameters.AddOns);
  return {
    trigger: { call: { ...parameters, ...(addOns === undefined ? {} : { AddOns: addOns }) } },
    contact: { channel: { address: parameters.From ?? '' } },
    flow: {
      sid: executionSid,
      flow_sid: flow.sid,
      channel: { address: parameters.To ?? '' },
      data: {},
      variables: {},
    },
    widgets: {},
  };
}

function parseAddOns(json: string | undefined): unknown {
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
  parameters: Readonly<Record<string, unknown>>,
): Variables {
  const { variables } = parent;
  return {
    trigger: {
      parent: {
        parameters,
        step_sid: parent.stepSid,
        execution_sid: variables.flow.sid,
        flow_sid: parent.flow.sid,
        trigger_type: 'incomingCall',
      },
    },
    contact: variables.contact,
    flow: { ...variables.flow, flow_sid: flow.sid, variables: {} },
    widgets: {},
  };
}
