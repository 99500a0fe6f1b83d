import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ShownMail } from '../../emulator';
import type { LocalRest } from '../local/local-rest';
import type { TaskView } from './agents-view';

/** Empties the folder: a demo shows its own run only. */
export function freshFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
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
