import { stringify } from 'yaml';

/** Text as one line of YAML, quoted only where it has to be. */
export const scalar = (text: string): string => stringify(text, { singleQuote: true, lineWidth: 0 }).trimEnd();

/** Text of one line, in single quotes. */
export const quoted = (text: string): string => `'${text.replace(/'/g, "''")}'`;
