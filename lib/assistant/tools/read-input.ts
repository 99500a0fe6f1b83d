import { AppError } from '../../errors';
import type { JsonObject } from '../json-schema';
import type { ToolContext, VerifiedAccount } from '../tool';

/** A text of the input; the schema has seen to it that it is there. Throws BAD_INPUT otherwise. */
export function textOf(input: JsonObject, name: string): string {
  const value = input[name];
  if (typeof value !== 'string') throw new AppError('BAD_INPUT', `${name} is missing`);
  return value;
}

/** A text that may be left out. */
export function optionalText(input: JsonObject, name: string): string | undefined {
  return input[name] === undefined ? undefined : textOf(input, name);
}

/** The caller's account. The engine runs no identified tool without one; throws BAD_INPUT should it ever. */
export function accountOf({ account }: ToolContext): VerifiedAccount {
  if (!account) throw new AppError('BAD_INPUT', 'the caller is not identified');
  return account;
}

/** "Tuesday, November 24 at 10:00 AM", on the client's clock, as it is said. */
export function spokenTime(iso: string, { language, timeZone }: ToolContext): string {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) throw new AppError('BAD_INPUT', 'not a time');
  const day = { weekday: 'long', month: 'long', day: 'numeric', hour: 'numeric', minute: '2-digit' } as const;
  return new Intl.DateTimeFormat(language, { ...day, timeZone }).format(at);
}
