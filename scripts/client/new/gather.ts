import { badInput } from '../../command-error';
import { answerNames, questions, type AnswerName, type Answers, type Question } from './questions';

/** Asks one question; resolves with what was typed, '' for nothing. */
export type Ask = (words: string) => Promise<string>;

/** Says something to the person who is asked. */
export type Tell = (words: string) => void;

/** The answers that were given as flags, and those that are usual. Throws ANSWERS_WRONG or ANSWERS_MISSING, with every fault at once. */
export function answersOfFlags(given: Partial<Answers>): Answers {
  const answers: Partial<Record<AnswerName, string>> = {};
  const wrong: string[] = [];
  const missing: string[] = [];
  for (const name of answerNames) {
    const question = questions[name];
    const text = given[name] ?? question.usual?.(answers);
    if (text === undefined) missing.push(question.flag);
    else {
      const { value, fault } = read(question, text, answers);
      if (fault !== undefined) wrong.push(`  ${question.flag}: ${fault}`);
      answers[name] = value;
    }
  }
  const say = `Say ${missing.join(', ')} too, or run it on a terminal, where it asks.`;
  if (wrong.length > 0) {
    const faults = ['Some answers do not do.', ...wrong, ...(missing.length > 0 ? [say] : [])];
    throw badInput('ANSWERS_WRONG', faults.join('\n'));
  }
  if (missing.length > 0) throw badInput('ANSWERS_MISSING', say);
  return complete(answers);
}

/** The same on a terminal: what was not given, or not rightly, is asked for until it is right. */
export async function answersOfPerson(
  given: Partial<Answers>,
  { ask, tell }: { ask: Ask; tell: Tell },
): Promise<Answers> {
  const answers: Partial<Record<AnswerName, string>> = {};
  for (const name of answerNames) {
    const question = questions[name];
    let text = given[name];
    for (;;) {
      const usual = question.usual?.(answers);
      text ??= (await ask(`${question.ask}${usual === undefined ? '' : ` [${usual}]`}: `)).trim() || usual || '';
      const { value, fault } = read(question, text, answers);
      answers[name] = value;
      if (fault === undefined) break;
      tell(`  ${fault}\n`);
      text = undefined;
    }
  }
  return complete(answers);
}

function read(question: Question, text: string, before: Partial<Answers>): { value: string; fault?: string } {
  try {
    return { value: question.read(text.trim(), before) };
  } catch (error) {
    return { value: text.trim(), fault: error instanceof Error ? error.message : String(error) };
  }
}

function complete(answers: Partial<Record<AnswerName, string>>): Answers {
  const whole = Object.fromEntries(answerNames.map(name => [name, answers[name] ?? '']));
  return whole as Record<AnswerName, string>;
}
