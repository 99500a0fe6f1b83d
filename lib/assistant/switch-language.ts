import { change, type Turn } from './turn';

/** Goes on in another of the client's languages; answers what the model is told. */
export function switchLanguage(turn: Turn, input: string): { text: string; failed?: true } {
  const wanted = turn.deps.settings.languages.find(({ language }) => input.includes(`"${language}"`));
  if (!wanted) return { text: 'The line does not speak that language.', failed: true };
  change(turn, { language: wanted.language });
  return { text: `From now on speak ${wanted.language}.` };
}
