import type { WebhookKind } from '../../contract';
import type { Session } from '../session';
import { readAttributes, SCHEMA_WARNING, type AttributeTable, type ValuesOf } from './attributes';
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
  /** What its attributes may be. */
  readonly attributes: AttributeTable;
  run(element: Element, session: Session): Promise<Outcome>;
}

export interface VerbDefinition<T extends AttributeTable> {
  readonly name: string;
  /** The documented attributes, types, defaults and limits. */
  readonly attributes: T;
  /** Elements that may stand in it; others are ignored with a warning. Anything may when this is left out. */
  readonly nested?: readonly string[];
  /** Twilio's warning for another element in it; 12200 when it has none of its own. */
  readonly nestedWarning?: number;
  readonly answers?: boolean;
  /** Carries the verb out. Waits only by way of the session, so that a hang-up or a redirect takes it out of any wait. */
  run(step: { attributes: ValuesOf<T>; element: Element; session: Session }): Promise<Outcome>;
}

/** Makes a verb of its definition. */
export function defineVerb<T extends AttributeTable>(definition: VerbDefinition<T>): Verb {
  const { name, attributes: table, nested, nestedWarning = SCHEMA_WARNING, answers = true } = definition;
  return {
    name,
    answers,
    attributes: table,
    async run(whole, session) {
      const values = attributesOf(whole, table, session);
      const element = nested ? onlyAllowed(whole, { nested, nestedWarning, session }) : whole;
      return definition.run({ attributes: values, element, session });
    },
  };
}

/** An element's attributes; what is wrong with them is warned of. */
export function attributesOf<T extends AttributeTable>(element: Element, table: T, session: Session): ValuesOf<T> {
  const { values, warnings } = readAttributes(element, table);
  for (const warning of warnings) session.warn(warning);
  return values;
}

function onlyAllowed(
  element: Element,
  how: { nested: readonly string[]; nestedWarning: number; session: Session },
): Element {
  const children = element.children.filter(child => {
    if (typeof child === 'string' || how.nested.includes(child.name)) return true;
    how.session.warn({ code: how.nestedWarning, message: `<${child.name}> is not allowed in <${element.name}>` });
    return false;
  });
  return { ...element, children };
}
