import type { Session } from '../session';
import { loadDocument, type DocumentSource } from './document';
import { elementsOf, type Element } from './element';
import { notEmulated, TwimlError } from './twiml-error';
import type { Outcome, Verb } from './verb';

/** Verbs that Twilio knows and the local Twilio doesn't have: said so, never skipped in silence. */
const KNOWN_TO_TWILIO = ['Prompt', 'Siprec', 'Echo', 'Queue'];

/** Documents that may follow each other without any time passing; more can only be a loop. */
const MAX_DOCUMENTS_AT_ONCE = 100;

/** How a run of documents ended: nothing was left to do, a Hangup, a Reject or a Leave. */
export type DocumentsEnd = Exclude<Outcome, { then: 'next' } | { then: 'fetch' }> | { readonly then: 'end' };

/**
 * Runs a document and all that it leads to (Redirect, action).
 * Throws TwimlError when a document fails, Interruption when the call is hung up or redirected meanwhile.
 */
export async function runDocuments(
  first: DocumentSource,
  session: Session,
  verbs: ReadonlyMap<string, Verb>,
): Promise<DocumentsEnd> {
  let source = first;
  let sinceMs = session.nowMs();
  for (let count = 1; ; count += 1) {
    const next = await runOne(source, session, verbs).catch((error: unknown) => {
      if (error instanceof TwimlError && error.url === '') error.url = source.url;
      throw error;
    });
    if ('then' in next) return next;
    source = next;
    if (session.nowMs() > sinceMs) {
      sinceMs = session.nowMs();
      count = 0;
    }
    if (count > MAX_DOCUMENTS_AT_ONCE) throw loop(source.url);
  }
}

function loop(url: string): TwimlError {
  const error = new TwimlError(12200, `${MAX_DOCUMENTS_AT_ONCE} documents in a row took no time: ${url} is in a loop`);
  error.url = url;
  return error;
}

/** Runs one document; returns how it ended, or where it leads to. */
async function runOne(
  source: DocumentSource,
  session: Session,
  verbs: ReadonlyMap<string, Verb>,
): Promise<DocumentsEnd | DocumentSource> {
  const here = session.at(source);
  const outcome = await runDocument(await loadDocument(here, source), here, verbs);
  if (outcome.then !== 'fetch') return outcome;
  const { kind, method, parameters } = outcome;
  return { kind, method, parameters, ...here.resolve(outcome.url) };
}

type DocumentOutcome = DocumentsEnd | Extract<Outcome, { then: 'fetch' }>;

async function runDocument(
  response: Element,
  session: Session,
  verbs: ReadonlyMap<string, Verb>,
): Promise<DocumentOutcome> {
  for (const element of elementsOf(response)) {
    const verb = verbs.get(element.name);
    if (!verb) {
      passOver(element, session);
      continue;
    }
    if (verb.answers) session.answer();
    session.note('verb', describe(element));
    const outcome = await verb.run(element, session);
    if (outcome.then !== 'next') return outcome;
  }
  session.answer();
  return { then: 'end' };
}

function passOver(element: Element, session: Session): void {
  if (KNOWN_TO_TWILIO.includes(element.name)) throw notEmulated(`<${element.name}>`);
  session.warn({ code: 12200, message: `Schema validation warning: <${element.name}> is not allowed here` });
}

/** `Record maxLength="60" playBeep="true"` */
function describe({ name, attributes }: Element): string {
  const shown = Object.entries(attributes).map(([key, value]) => `${key}="${value}"`);
  return [name, ...shown].join(' ');
}
