import { AppError } from '../errors';
import type { CallbackPolicy, Client, Menu, Prompts } from './client';

/** What a line with options has beside what every line has. */
export interface LineOptions {
  readonly waiting: NonNullable<Client['waiting']>;
  readonly afterHours: NonNullable<Client['afterHours']>;
  readonly callback: CallbackPolicy;
  readonly prompts: Prompts;
  /** Without it callers go straight to the queue. */
  readonly menu?: Menu | undefined;
}

/**
 * The options of the client as callers of one number meet it (`lineOf`). Throws CLIENT_FILE_INVALID with the names of what the file lacks:
 * it is checked where it is built, so only a file without any line with options gets here.
 */
export function lineOptions({ client, waiting, afterHours, callback, prompts, menu }: Client): LineOptions {
  if (waiting && afterHours && callback && prompts) return { waiting, afterHours, callback, prompts, menu };
  const missing = Object.entries({ waiting, afterHours, callback, prompts }).filter(([, value]) => value === undefined);
  throw new AppError(
    'CLIENT_FILE_INVALID',
    `clients/${client}.yaml has no ${missing.map(([key]) => key).join(', ')}: a line with options needs them.`,
  );
}
