import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ShownMail } from '../../emulator';
import type { LocalRest } from '../local/local-rest';
import type { TaskView } from './agents-view';

/** Of the certificate authority: another demo that runs just now would lose the trust of its Functions with them. */
const AUTHORITY_FILE = /^ca[-.]/;

/** Empties the folder, but for the authority's files: a demo shows its own run only. */
export function freshFolder(folder: string): void {
  mkdirSync(folder, { recursive: true });
  const names = readdirSync(folder).filter(name => !AUTHORITY_FILE.test(name));
  for (const name of names) rmSync(join(folder, name), { recursive: true, force: true });
}

/** Keeps what came of the call as files that people can open; gives their paths by what they are. */
export async function keepFiles(
  folder: string,
  found: { rest: LocalRest; accountSid: string; task: TaskView | undefined; mail: ShownMail | undefined },
): Promise<Record<string, string>> {
  const { rest, accountSid, task, mail } = found;
  const files: Record<string, string> = { report: join(folder, 'report.json') };
  if (task) {
    files['task'] = join(folder, 'task.json');
    writeFileSync(files['task'], `${JSON.stringify(task, null, 2)}\n`);
    const { recordingSid } = task.attributes.callBackData;
    for (const format of ['wav', 'mp3']) {
      const path = `/2010-04-01/Accounts/${accountSid}/Recordings/${recordingSid}.${format}`;
      files[format] = join(folder, `recording.${format}`);
      writeFileSync(files[format], await rest.bytes('api.twilio.com', path));
    }
  }
  if (mail?.files) files['mail'] = mail.files.eml;
  return files;
}
