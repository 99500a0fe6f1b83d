import type { Answers } from './questions';
import { scalar } from './scalar';

/** Whether a client has a line with an assistant, and so the section for it. */
export function hasAssistant({ numbers }: Pick<Answers, 'numbers'>): boolean {
  return numbers.split(', ').some(each => each.endsWith(':assistant'));
}

/** The section of the assistant; in a language for which there are no words, the greeting is left empty, and the check names it. */
export function assistantKeys({ language, name }: Answers): string {
  const greeting = GREETINGS[language.split('-')[0] ?? '']?.(name) ?? '';
  return `# Who answers on the lines of that kind. It needs ANTHROPIC_API_KEY, and LINEKIT_PIN_PEPPER where callers are identified.
assistant:
  model: claude-haiku-5-5
  prices: # US dollars for a million tokens, platform.claude.com of 2026-11-21
    claude-haiku-5-5: { inputUsd: 0.1, outputUsd: 0.5, cacheReadUsd: 0.01, cacheWriteUsd: 0.125 }
  persona: Friendly, calm and brief.
  # knowledge: What it may tell everybody; no secrets.
  languages:
    - language: ${language}
      greeting: ${greeting === '' ? "''" : scalar(greeting)}
  identify: never # or whenNeeded, atStart: by PIN, once accounts are imported
  topics: # where callers can be sent; the assistant chooses among these and nothing else
    - topic: anything
      queue: Everyone
      about: whatever the assistant can't do, and complaints`;
}

const GREETINGS: Readonly<Record<string, (name: string) => string>> = {
  en: name => `Thank you for calling ${name}. This is an automatic assistant. How can I help you?`,
  es: name => `Gracias por llamar a ${name}. Soy una asistente automática. ¿En qué puedo ayudarle?`,
};
