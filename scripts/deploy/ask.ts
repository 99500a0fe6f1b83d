import { createInterface } from 'node:readline/promises';
import { CommandError } from '../command-error';
import type { Consent } from './deploy-options';

interface Terminal {
  readonly input: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  readonly output: NodeJS.WritableStream & { readonly isTTY?: boolean };
}

/**
 * How consent to a plan is come by: beforehand, or by a question on the terminal. Throws CONFIRMATION_NEEDED, before anything is done,
 * where there is nobody to ask. The question goes to stderr: stdout is for results.
 */
export function consentFrom(
  options: { readonly yes: boolean; readonly question: string },
  { input, output }: Terminal = { input: process.stdin, output: process.stderr },
): Consent {
  if (options.yes) return 'given';
  if (!input.isTTY || !output.isTTY) {
    throw new CommandError(
      'CONFIRMATION_NEEDED',
      'There is no terminal to ask on. Pass --yes to consent beforehand, or --dry-run to look only. Nothing was changed.',
    );
  }
  return async () => {
    const asker = createInterface({ input, output });
    try {
      return /^y(es)?$/i.test((await asker.question(`${options.question} [y/N] `)).trim());
    } finally {
      asker.close();
    }
  };
}
