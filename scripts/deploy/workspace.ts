import type { Twilio } from 'twilio';
import { badInput } from '../command-error';
import { WORKSPACE } from '../provision/taskrouter';

/** Where a workspace's SID is written down: the words for a person, and the SID if it is there. */
export interface RecordedWorkspace {
  readonly where: string;
  readonly sid: string | undefined;
}

/**
 * Makes sure that the account's Flex workspace is the one that was written down when it was deployed to before: a second one, or another
 * one, would part agents from their callers. Throws WORKSPACE_AMBIGUOUS or WRONG_WORKSPACE, with nothing changed.
 */
export async function requireSameWorkspace(api: Twilio, recorded: readonly RecordedWorkspace[]): Promise<void> {
  const workspaces = await api.taskrouter.v1.workspaces.list({ friendlyName: WORKSPACE });
  const [found, second] = workspaces;
  if (second) {
    throw badInput(
      'WORKSPACE_AMBIGUOUS',
      `Account ${api.accountSid} has ${workspaces.length} workspaces called "${WORKSPACE}": ${workspaces.map(({ sid }) => sid).join(', ')}. ` +
        'Rename those that Flex does not use. Nothing was changed.',
    );
  }
  for (const { where, sid } of recorded) {
    if (sid === undefined || sid === '' || sid === found?.sid) continue;
    throw badInput(
      'WRONG_WORKSPACE',
      `${where} names workspace ${sid}, but the account's "${WORKSPACE}" is ${found?.sid ?? 'gone'}. Is this the right account and ` +
        'Flex? If the workspace was changed on purpose, correct what names the old one. Nothing was changed.',
    );
  }
}
