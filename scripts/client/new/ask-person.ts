import { createInterface } from 'node:readline/promises';
import { CommandError, EXIT } from '../../command-error';
import type { Ask, Tell } from './gather';

/** Somebody at a terminal. */
export interface Person {
  readonly ask: Ask;
  readonly tell: Tell;
  close(): void;
}

/** Questions on stderr, so that stdout stays clean. Ctrl-C and the end of the input reject with NOT_ANSWERED; nothing was written then. */
export function askPerson(): Person {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  const gone = new Promise<never>((_, reject) => {
    const leave = () => reject(new CommandError('NOT_ANSWERED', 'Nothing was written.', { exitCode: EXIT.failed }));
    lines.once('close', leave);
    lines.once('SIGINT', () => lines.close());
  });
  gone.catch(() => undefined);
  return {
    ask: words => Promise.race([lines.question(words), gone]),
    tell: words => void process.stderr.write(words),
    close: () => lines.close(),
  };
}
