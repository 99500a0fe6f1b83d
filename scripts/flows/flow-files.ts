import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** The flows of the repository: "flows/voicemail.json" and so on. */
export function flowFiles(root: string): string[] {
  const folder = join(root, 'flows');
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter(file => file.endsWith('.json'))
    .map(file => `flows/${file}`)
    .sort();
}
