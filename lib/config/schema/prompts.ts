import { z } from 'zod';
import type { PromptName } from '../client';
import { promptBlanks } from '../prompt-blanks';
import { sentence } from './fields';

/** Words for lines with options. Those of the menu may be left out and are empty then; whether a menu needs them is checked across the file. */
export const prompts = z.strictObject({
  menu: prompt('menu', 'what callers hear of the menu').default(''),
  unknownKey: prompt('unknownKey', 'what callers hear after a key that leads nowhere').default(''),
  offerCallback: prompt('offerCallback', 'which key gives a callback'),
  offerScheduled: prompt('offerScheduled', 'which key gives a callback once the client is open'),
  offerVoicemail: prompt('offerVoicemail', 'which key gives a message'),
  next: prompt('next', 'what the next caller in line hears'),
  position: prompt('position', 'what callers hear of their place in line'),
  wait: prompt('wait', 'what callers hear of the likely wait'),
  shortWait: prompt('shortWait', 'what callers hear of a wait shorter than two minutes'),
  askNumber: prompt('askNumber', 'the question which number to call'),
  enterNumber: prompt('enterNumber', 'how to enter a number'),
  confirmNumber: prompt('confirmNumber', 'the question whether a number is right'),
  numberInvalid: prompt('numberInvalid', 'what callers hear after a number that is none'),
  numberRefused: prompt('numberRefused', 'what callers hear after a number that is not called back'),
  numberForeign: prompt('numberForeign', 'what callers hear after a number of another country'),
  callbackBooked: prompt('callbackBooked', 'what callers hear of a booked callback'),
  callbackScheduled: prompt('callbackScheduled', 'what callers hear of a callback for later'),
  callbackStands: prompt('callbackStands', 'what callers hear of a callback that was booked before'),
  callbackFailed: prompt('callbackFailed', 'what callers hear when a callback could not be booked'),
});

/** Some of them, at a number. */
export const somePrompts = z
  .strictObject({ ...prompts.shape, menu: prompts.shape.menu.unwrap(), unknownKey: prompts.shape.unknownKey.unwrap() })
  .partial();

function prompt(name: PromptName, what: string) {
  const blanks = promptBlanks[name].map(blank => `{${blank}}`);
  const [first = ''] = blanks;
  return sentence(what).superRefine((text, context) => {
    const fault = (message: string) => context.addIssue({ code: 'custom', message });
    if (text === '') return;
    for (const blank of blanks) if (!text.includes(blank)) fault(`expected ${blank} in it`);
    const rest = blanks.reduce((left, blank) => left.replaceAll(blank, ''), text);
    if (!/[{}]/.test(rest)) return;
    fault(`expected no braces${first && ` but those of ${blanks.join(' and ')}`}: nothing else is filled in here`);
  });
}
