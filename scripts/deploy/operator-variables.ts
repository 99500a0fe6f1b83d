import { environmentFaults, isSetByWiring, variableNames, type Client, type VariableName } from '../../lib/config';
import { badInput } from '../command-error';
import type { Settings } from './settings';

/** What a person sets for this client: all but what the wiring sets. */
export function operatorVariables(client: Client): VariableName[] {
  const needless = needlessVariables(client);
  return variableNames.filter(name => !isSetByWiring(name) && !needless.includes(name));
}

function hearsByDeepgram(assistant: Client['assistant']): boolean {
  return assistant?.speech?.some(({ recogniser }) => recogniser === 'deepgram') ?? false;
}

function needlessVariables({ voicemail, assistant }: Client): VariableName[] {
  return [
    ...(voicemail.transcribe || hearsByDeepgram(assistant) ? [] : ['DEEPGRAM_API_KEY' as const]),
    ...(assistant ? [] : ['ANTHROPIC_API_KEY' as const]),
    ...(assistant && assistant.identify !== 'never' ? [] : ['LINEKIT_PIN_PEPPER' as const]),
    ...(assistant?.calendar ? [] : ['CALDAV_USERNAME' as const, 'CALDAV_PASSWORD' as const]),
    ...(assistant?.httpTools ? [] : ['LINEKIT_TOOL_SECRETS' as const]),
  ];
}

/** Keys and overrides that a person has set. What is not given stays as it is in the account. */
export function givenVariables(client: Client, settings: Settings): Partial<Record<VariableName, string>> {
  const given: Partial<Record<VariableName, string>> = {};
  for (const name of operatorVariables(client)) {
    const value = settings[name]?.trim();
    if (value) given[name] = value;
  }
  return given;
}

/**
 * Throws ENVIRONMENT_INVALID with each variable that a person has to set and has not, and where it is set.
 * What the account has already (`deployed`: names) need not be given again.
 */
export function requireEnvironment(client: Client, settings: Settings, deployed: readonly string[] = []): void {
  const given = givenVariables(client, settings);
  const names = operatorVariables(client).filter(name => name in given || !deployed.includes(name));
  const faults = environmentFaults(settings, names);
  if (faults.length === 0) return;
  throw badInput('ENVIRONMENT_INVALID', `The environment does not do.\n${faults.map(each => `  ${each}`).join('\n')}`);
}
