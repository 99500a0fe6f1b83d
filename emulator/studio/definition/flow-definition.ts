/** A condition of a split's `match` transition. All of a transition's conditions must hold. */
export interface Condition {
  readonly friendly_name: string;
  readonly arguments: readonly string[];
  readonly type: string;
  readonly value: string;
}

/** Where a widget goes when it ends by `event`. Without `next` (or with an empty one) the branch ends. */
export interface Transition {
  readonly event: string;
  readonly next?: string | null;
  readonly conditions?: readonly Condition[];
}

/** One widget of a flow. */
export interface State {
  readonly name: string;
  readonly type: string;
  readonly transitions: readonly Transition[];
  readonly properties: Readonly<Record<string, unknown>>;
}

/** A Studio flow as its JSON stands: what `POST /v2/Flows` takes as `Definition`. */
export interface FlowDefinition {
  readonly description?: string;
  readonly states: readonly State[];
  readonly initial_state: string;
  readonly flags?: Readonly<Record<string, unknown>>;
}

/** The widget of that name. */
export function findState(definition: FlowDefinition, name: string): State | undefined {
  return definition.states.find(state => state.name === name);
}
