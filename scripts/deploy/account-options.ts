import { InvalidArgumentError, type Command } from 'commander';
import { DEFAULT_ENVIRONMENT } from '../project';

/** Flags of every command that works on an account. */
export interface AccountFlags {
  /** Suffix of the environment. */
  readonly environment: string;
  /** File that completes the shell's variables; false for none. */
  readonly dotenv: string | false;
  readonly json?: true;
}

/** Adds those flags. The file's is not called --env-file: Node takes that for its own wherever it stands, and ends with 9 when the file is missing. */
export function withAccountOptions(command: Command): Command {
  return command
    .option(
      '--environment <suffix>',
      'environment of the service, and end of its domain',
      parseSuffix,
      DEFAULT_ENVIRONMENT,
    )
    .option('--dotenv <file>', 'completes the variables of the shell', '.env')
    .option('--no-dotenv', 'take the variables of the shell alone')
    .option('--json', 'print one JSON report');
}

/** Twilio's domain suffixes have at most 16 characters (serverless_v1.json, `DomainSuffix`). */
function parseSuffix(text: string): string {
  if (/^[a-z0-9-]{1,16}$/.test(text)) return text;
  throw new InvalidArgumentError('Expected up to 16 lower-case letters, digits and "-".');
}
