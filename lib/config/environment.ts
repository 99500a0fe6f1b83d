import { AppError } from '../errors';

/** One variable that linekit reads, for people and for the parser. */
export interface VariableRule {
  readonly description: string;
  /** What a value looks like, for a person. */
  readonly format: string;
  readonly pattern: RegExp;
  readonly required: boolean;
  /** Never printed, logged or kept in Terraform's plan. */
  readonly secret: boolean;
  /** Who gives the deployed Function its value. */
  readonly setBy: string;
}

const wiring = 'the wiring step (Terraform; `npx linekit start` on the local Twilio)';
const operator = 'you: .env, or a secret of your CI';

/** Every variable a deployed Function reads beside Twilio's own. `.env.example` and the table in the README are generated from this. */
export const variables = {
  TWILIO_FLEX_WORKSPACE_SID: {
    description: 'TaskRouter workspace of Flex',
    format: 'WS and 32 hexadecimal digits',
    pattern: /^WS[0-9a-f]{32}$/i,
    required: true,
    secret: false,
    setBy: wiring,
  },
  TWILIO_FLEX_CALLBACK_WORKFLOW_SID: {
    description: 'workflow that voicemail and callback tasks enter',
    format: 'WW and 32 hexadecimal digits',
    pattern: /^WW[0-9a-f]{32}$/i,
    required: true,
    secret: false,
    setBy: wiring,
  },
  TWILIO_SYNC_SERVICE_SID: {
    description: 'Sync service that holds the delivery ledger',
    format: 'IS and 32 hexadecimal digits',
    pattern: /^IS[0-9a-f]{32}$/i,
    required: true,
    secret: false,
    setBy: wiring,
  },
  ADMIN_EMAIL: {
    description: "recipients instead of those in the client's file",
    format: 'addresses with commas between',
    pattern: /^[^@\s,]+@[^@\s,]+(\s*,\s*[^@\s,]+@[^@\s,]+)*$/,
    required: false,
    secret: false,
    setBy: operator,
  },
  MAILGUN_DOMAIN: {
    description: "sending domain instead of the one in the client's file",
    format: 'domain name',
    pattern: /^[a-z0-9-]+(\.[a-z0-9-]+)+$/i,
    required: false,
    secret: false,
    setBy: operator,
  },
  MAILGUN_API_KEY: {
    description: 'sending key of that Mailgun domain',
    format: 'key of Mailgun',
    pattern: /^\S{8,}$/,
    required: true,
    secret: true,
    setBy: operator,
  },
  DEEPGRAM_API_KEY: {
    description: 'speech to text; not needed where the client does not transcribe',
    format: 'key of Deepgram',
    pattern: /^\S{8,}$/,
    required: true,
    secret: true,
    setBy: operator,
  },
  ANTHROPIC_API_KEY: {
    description: 'language models of the assistant; not needed where the client has no assistant',
    format: 'key of Anthropic',
    pattern: /^\S{8,}$/,
    required: true,
    secret: true,
    setBy: operator,
  },
  LINEKIT_PIN_PEPPER: {
    description: "peppers of callers' PINs, the one for new PINs first; not needed where nobody is identified",
    format: 'name:secret, the secret of 32 characters or more; older ones after a space',
    pattern: /^[a-z0-9]{1,12}:\S{32,}( [a-z0-9]{1,12}:\S{32,})*$/,
    required: true,
    secret: true,
    setBy: operator,
  },
  CALDAV_USERNAME: {
    description: "user of the assistant's calendar; not needed without one",
    format: 'name without ":"',
    pattern: /^[^\s:]+$/,
    required: true,
    secret: false,
    setBy: operator,
  },
  CALDAV_PASSWORD: {
    description: "that user's password, best one for this use alone",
    format: 'password',
    pattern: /^\S+$/,
    required: true,
    secret: true,
    setBy: operator,
  },
  LINEKIT_TOOL_SECRETS: {
    description: "secrets by name for the tools that the client's file declares",
    format: 'JSON: {"crm": "…"}',
    pattern: /^\{.*\}$/,
    required: false,
    secret: true,
    setBy: operator,
  },
  LINEKIT_LOG_CALLER_DATA: {
    description: 'writes numbers and words of callers to the log',
    format: 'true or false',
    pattern: /^(true|false)$/,
    required: false,
    secret: false,
    setBy: operator,
  },
} as const satisfies Record<string, VariableRule>;

export type VariableName = keyof typeof variables;
export type RequiredVariable = {
  [K in VariableName]: (typeof variables)[K]['required'] extends true ? K : never;
}[VariableName];
export type OptionalVariable = Exclude<VariableName, RequiredVariable>;

/** The environment of a Function. Each value is checked when it is asked for, so that one missing key stops only the step that needs it. */
export interface Environment {
  /** Throws CONFIG_MISSING, with the name and where to set it, when the variable is missing or malformed. */
  require(name: RequiredVariable): string;
  /** Undefined when not set or blank. Throws CONFIG_MISSING when malformed. */
  optional(name: OptionalVariable): string | undefined;
}

/** All names, in the order in which people read them. */
export const variableNames: readonly VariableName[] = Object.keys(variables).filter(
  (name): name is VariableName => name in variables,
);

/** True for what the wiring step sets: not asked for before that step has run. */
export function isSetByWiring(name: VariableName): boolean {
  return variables[name].setBy === wiring;
}

/** Reads variables from a record: the context of a Function, or the environment of a script. */
export function readEnvironment(values: Readonly<Record<string, unknown>>): Environment {
  const read = (name: VariableName): string | undefined => {
    const value = values[name];
    if (typeof value !== 'string' || value.trim() === '') return undefined;
    if (!variables[name].pattern.test(value.trim())) throw new AppError('CONFIG_MISSING', complaint(name, 'malformed'));
    return value.trim();
  };
  return {
    optional: read,
    require: name => {
      const value = read(name);
      if (value === undefined) throw new AppError('CONFIG_MISSING', complaint(name, 'missing'));
      return value;
    },
  };
}

/** The faults of a whole environment at once, for deploy: a line for each variable that is missing or malformed. */
export function environmentFaults(values: Readonly<Record<string, unknown>>, names: readonly VariableName[]): string[] {
  return names.flatMap(name => {
    const value = values[name];
    const given = typeof value === 'string' && value.trim() !== '';
    if (!given) return variables[name].required ? [complaint(name, 'missing')] : [];
    return variables[name].pattern.test(value.trim()) ? [] : [complaint(name, 'malformed')];
  });
}

function complaint(name: VariableName, how: 'missing' | 'malformed'): string {
  const rule = variables[name];
  return `${name} is ${how}: ${rule.description} (${rule.format}). It is set by ${rule.setBy}.`;
}
