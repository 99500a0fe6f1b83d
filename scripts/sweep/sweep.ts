import { z } from 'zod';
import { CommandError } from '../command-error';
import type { Progress } from '../terminal/progress';
import type { FunctionReply } from './signed-post';

/** What the sweep function answers for one page of recordings. */
const pageSchema = z.object({
  checked: z.number(),
  delivered: z.array(z.object({ recordingSid: z.string(), outcome: z.string() })),
  deleted: z.number(),
  failed: z.array(
    z.object({ recordingSid: z.string(), step: z.string().optional(), code: z.string(), message: z.string() }),
  ),
  cursor: z.string().nullable(),
});
export type SweepPage = z.infer<typeof pageSchema>;

/** All pages together. */
export type SweepReport = Omit<SweepPage, 'cursor'> & { readonly pages: number };

/** Asks for one page; the fields are the function's form. */
export type AskForPage = (fields: Readonly<Record<string, string>>) => Promise<FunctionReply>;

/**
 * Asks for page after page until there is none left: each request does as much as a Function's ten seconds allow.
 * Throws SWEEP_REFUSED when the function does not answer as it should, SWEEP_STUCK when it gives the same cursor twice.
 */
export async function sweep(ask: AskForPage, sinceHours: number, progress: Progress): Promise<SweepReport> {
  const report = { checked: 0, deleted: 0, pages: 0 };
  const delivered: SweepPage['delivered'] = [];
  const failed: SweepPage['failed'] = [];
  const seen = new Set<string>();
  for (let cursor: string | null = ''; cursor !== null;) {
    if (seen.has(cursor)) throw new CommandError('SWEEP_STUCK', `The sweep came to cursor ${cursor} a second time.`);
    seen.add(cursor);
    const page: SweepPage = readPage(await ask({ sinceHours: String(sinceHours), ...(cursor !== '' && { cursor }) }));
    report.checked += page.checked;
    report.deleted += page.deleted;
    report.pages += 1;
    delivered.push(...page.delivered);
    failed.push(...page.failed);
    progress.step(`${report.checked} recordings checked`);
    cursor = page.cursor;
  }
  return { ...report, delivered, failed };
}

function readPage({ status, body }: FunctionReply): SweepPage {
  const page = status === 200 ? pageSchema.safeParse(body) : undefined;
  if (page?.success) return page.data;
  const words = typeof body === 'string' ? body : JSON.stringify(body);
  const hint = status === 403 ? ' Is the auth token the one of that account?' : '';
  throw new CommandError('SWEEP_REFUSED', `/voicemail/sweep answered ${status}: ${(words ?? '').slice(0, 300)}${hint}`);
}
