import type { WebhookKind } from '../../contract';
import type { Session } from '../session';
import { readAttributes, type AttributeTable, type ValuesOf } from './attributes';
import type { Element } from './element';

/** How a verb hands on. */
export type Outcome =
  /** The next verb of this document. */
  | { readonly then: 'next' }
  /** The rest of this document is dropped for the one at `url` (as the document has it: it may be relative, or empty for this document's own). */
  | {
      readonly then: 'fetch';
      readonly kind: WebhookKind;
      readonly url: string;
      readonly method: 'GET' | 'POST';
      readonly parameters: Readonly<Record<string, string>>;
    }
  | { readonly then: 'hang-up' }
  | { readonly then: 'reject'; readonly status: 'busy' | 'no-answer' }
  /** Out of the queue (in wait documents). */
  | { readonly then: 'leave' };

export const NEXT: Outcome = { then: 'next' };

/** A TwiML verb, ready to run. One file in `verbs/` makes one. */
export interface Verb {
  readonly name: string;
  /** Whether the call is answered before this verb runs (all but Reject). */
  readonly answers: boolean;
  run(element: Element, session: Session): Promise<Outcome>;
}

export interface VerbDefinition<T extends AttributeTable> {
  readonly name: string;
  /** The documented attributes, types, defaults and limits. */
  readonly attributes: T;
  /** Elements that may stand in it; others are ignored with a warning. Anything may when this is left out. */
  readonly nested?: readonly string[];
  readonly answers?: boolean;
  /** Carries the verb out. Waits only by way of the session, so that a hang-up or a redirect takes it out of any wait. */
  run(step: { attributes: ValuesOf<T>; element: Element; session: Session }): Promise<Outcome>;
}

/** Makes a verb of its definition. */
export function defineVerb<T extends AttributeTable>(definition: VerbDefinition<T>): Verb {
  const { name, attributes: table, nested, answers = true } = definition;
  return {
    name,
    answers,
    async run(whole, session) {
      const { values, warnings } = readAttributes(whole, table);
      for (const warning of warnings) session.warn(warning);
      const element = nested ? onlyAllowed(whole, { nested, session }) : whole;
      return definition.run({ attributes: values, element, session });
    },
  };
}

function onlyAllowed(element: Element, { nested, session }: { nested: readonly string[]; session: Session }): Element {
  const children = element.children.filter(child => {
    if (typeof child === 'string' || nested.includes(child.name)) return true;
    session.warn({ code: 12200, message: `<${child.name}> is not allowed in <${element.name}>` });
    return false;
  });
  return { ...element, children };
}
