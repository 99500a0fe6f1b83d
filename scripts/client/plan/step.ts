/** What a caller meets, one thing at a time. */
export interface Step {
  readonly id: string;
  /**
   * hears: `words` are spoken · asks: they are spoken, and a key decides · waits: for an agent · message: a recording is taken · talks: an agent is there · choice: the call goes one
   * way or another · ends: it is over, `words` say with what · other: a widget that a plan has no words for.
   */
  readonly kind: 'hears' | 'asks' | 'waits' | 'message' | 'talks' | 'choice' | 'ends' | 'other';
  readonly words: string;
  readonly ways: readonly StepWay[];
}

export interface StepWay {
  /** "nobody answers"; left out where there is one way only. */
  readonly when?: string;
  /** `id` of the step it leads to. */
  readonly to: string;
  /** Taken when something broke. */
  readonly fault?: true;
}

/** Steps that are the same, with the same to follow, are one: a message is taken in one place, whatever led there. */
export interface StepStore {
  add(step: Omit<Step, 'id'>): string;
  readonly steps: ReadonlyMap<string, Step>;
}

export function createStepStore(): StepStore {
  const ids = new Map<string, string>();
  const steps = new Map<string, Step>();
  const add = (step: Omit<Step, 'id'>): string => {
    const content = JSON.stringify(step);
    const id = ids.get(content) ?? `s${ids.size + 1}`;
    ids.set(content, id);
    steps.set(id, { id, ...step });
    return id;
  };
  return { add, steps };
}
