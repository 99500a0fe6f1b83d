import type { DefinitionFault } from '../definition/fault';
import { element, escapeXml, speech } from '../twiml';
import type { Step } from './widget';

/** `<Say>` or `<Play>` of a widget's `say`, `play`, `voice`, `language` and `loop`. */
export function prompt(step: Step): string {
  const loop = step.text('loop') || undefined;
  const play = step.text('play');
  if (play !== '') return element('Play', { loop }, escapeXml(play));
  const chosen = step.text('voice');
  // What the editor writes where nobody chose one.
  const voice = chosen === 'default' ? undefined : chosen || undefined;
  const language = step.text('language') || undefined;
  return element('Say', { voice, language, loop }, speech(step.text('say')));
}

/** `<Redirect>` back to the flow: how a widget without an action of its own learns that its verbs are done. */
export function backToFlow(step: Step, flowEvent: string): string {
  return element('Redirect', { method: 'POST' }, escapeXml(step.url(flowEvent)));
}

/** Exactly one of these properties must have something in it. */
export function exactlyOne(...names: readonly [string, ...string[]]) {
  return (properties: Record<string, unknown>, path: string): DefinitionFault[] => {
    if (names.every(name => isBlank(properties[name])))
      return [{ property_path: `${path}/${names[0]}`, message: 'is missing but it is required' }];
    return atMostOne(...names)(properties, path);
  };
}

/** No two of these properties may have something in them. */
export function atMostOne(...names: readonly string[]) {
  return (properties: Record<string, unknown>, path: string): DefinitionFault[] => {
    const [first = '', ...others] = names.filter(name => !isBlank(properties[name]));
    return others.map(name => ({
      property_path: `${path}/${name}`,
      message: `must not be given together with ${first}`,
    }));
  };
}

function isBlank(value: unknown): boolean {
  return value === undefined || value === null || value === '';
}
