import { isSetByWiring, variableNames, variables, type VariableRule } from '../../lib/config';
import { wrap } from '../terminal/wrap';

/** What the commands themselves read, beside the variables of the Functions. */
const credentials = [
  ['TWILIO_ACCOUNT_SID', "the client's Twilio account (AC and 32 hexadecimal digits)"],
  ['TWILIO_AUTH_TOKEN', 'its auth token, from the first page of the Twilio console; a secret'],
] as const;

/** What does instead of the auth token, and what it cannot do. */
const instead = [
  '',
  '# instead of the token: an API key, for all but the sweep and signed test requests, which only the token can sign',
  '# TWILIO_API_KEY=',
  '# TWILIO_API_SECRET=',
];

/** `.env.example`: what a person sets, ready to fill in; below it, as comments, what the wiring sets. */
export function envExample(): string {
  const asked = variableNames.filter(name => !isSetByWiring(name));
  const wired = variableNames.filter(isSetByWiring);
  return [
    '# Made by `npx linekit generate` from lib/config/environment.ts.',
    '# Copy it to .env and fill it in; `npx linekit deploy` reads it. Variables of the shell go before those in .env.',
    '',
    '# ---- read by the commands',
    ...credentials.flatMap(([name, words]) => ['', `# ${words}`, `${name}=`]),
    ...instead,
    '',
    '# ---- set by you, read by the Functions',
    ...asked.flatMap(name => ['', ...comment(variables[name]), `${name}=`]),
    '',
    '# ---- set by the wiring; here for a Function that runs outside of it',
    ...wired.flatMap(name => ['', ...comment(variables[name]), `# ${name}=`]),
    '',
  ].join('\n');
}

function comment(rule: VariableRule): string[] {
  const need = [rule.required ? 'required' : 'optional', ...(rule.secret ? ['secret'] : [])].join(', ');
  return wrap(`${rule.description} (${rule.format}); ${need}`, 116).map(line => `# ${line}`);
}
