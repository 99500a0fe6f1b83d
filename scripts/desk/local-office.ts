import { z } from 'zod';
import { createControlClient } from '../../emulator';
import { CommandError } from '../command-error';
import type { LocalLine } from '../local/line';
import { createLocalRest } from '../local/local-rest';
import type { Office } from './agent-desk';

const workspaces = z.object({ workspaces: z.array(z.object({ sid: z.string() })) });

/** The workspace of a line that is up. Throws NO_WORKSPACE. */
export async function localOffice({ emulator, accountSid, environment, domain }: LocalLine): Promise<Office> {
  const control = createControlClient(emulator.port);
  const rest = createLocalRest(emulator.port, { accountSid, authToken: environment['TWILIO_AUTH_TOKEN'] ?? '' });
  const [workspace] = workspaces.parse(await rest.json('taskrouter.twilio.com', '/v1/Workspaces')).workspaces;
  if (!workspace) throw new CommandError('NO_WORKSPACE', 'The line that is up has no TaskRouter workspace.');
  return {
    accountSid,
    workspace: `/v1/Workspaces/${workspace.sid}`,
    rest: (host, path, fields) => (fields ? rest.post(host, path, fields) : rest.json(host, path)),
    post: async (path, fields) => ({ status: 200, body: JSON.stringify(await rest.post(domain, path, fields)) }),
    signIn: ({ workerSid, roles }) => control.signIn({ workerSid, roles: [...roles] }),
    advance: ms => control.advance(ms),
  };
}
