import type { PromptName } from './client';

/** A word in braces that is filled in before a prompt is spoken. */
export type PromptBlank = 'number' | 'when' | 'position' | 'minutes';

/** The blanks that each prompt has, all of them: without its number, a read-back confirms nothing. */
export const promptBlanks: Readonly<Record<PromptName, readonly PromptBlank[]>> = {
  menu: [],
  unknownKey: [],
  offerCallback: [],
  offerScheduled: [],
  offerVoicemail: [],
  next: [],
  position: ['position'],
  wait: ['minutes'],
  shortWait: [],
  askNumber: ['number'],
  enterNumber: [],
  confirmNumber: ['number'],
  numberInvalid: [],
  numberRefused: [],
  numberForeign: [],
  callbackBooked: ['number'],
  callbackScheduled: ['number', 'when'],
  callbackStands: ['number'],
  callbackFailed: [],
};

/** Every prompt, in the order in which callers meet them. */
export const promptNames = Object.keys(promptBlanks) as readonly PromptName[];

/** Spoken only where there is a menu. */
export const menuPromptNames = ['menu', 'unknownKey'] as const satisfies readonly PromptName[];
