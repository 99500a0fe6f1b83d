import type { MeasuredCloud } from '../support/measured-cloud';
import { account } from '../support/measured-cloud';

const SYNC = 'sync.twilio.com/v1/Services';

/** Sync's streams with a message, and the permissions of a Document, a Map and a List. */
export async function tryStreamsAndPermissions(line: MeasuredCloud): Promise<void> {
  const { sid } = await line.post(SYNC, { FriendlyName: 'Streams and permissions' });
  const at = `${SYNC}/${sid}`;
  const stream = await line.tryOut(`${at}/Streams`, {
    make: [{ UniqueName: 'cursor', Ttl: '60' }, {}],
    change: { Ttl: '120' },
  });
  await line.post(`${at}/Streams/${stream.sid}/Messages`, { Data: '{"x":1}' });
  for (const kind of ['Documents', 'Maps', 'Lists']) {
    const object = await line.post(`${at}/${kind}`, { UniqueName: 'shared' });
    const permissions = `${at}/${kind}/${object.sid}/Permissions`;
    await line.post(`${permissions}/ana`, { Read: 'true', Write: 'false', Manage: 'false' });
    await line.get(`${permissions}/ana`);
    await line.first(permissions);
    await line.remove(`${permissions}/ana`);
  }
}

/** Messages, as records; and an execution that REST starts. */
export async function tryMessagesAndExecutions(line: MeasuredCloud, from: string): Promise<void> {
  const message = { To: '+12025550111', From: from, Body: 'Hello' };
  const messages = `api.twilio.com/2010-04-01/Accounts/${account.sid}/Messages.json`;
  const one = await line.post(messages, message);
  const other = await line.post(messages, { ...message, Body: 'Again' });
  await line.first(messages);
  await line.world.controls.advance(1_000);
  await line.get(messages.replace('.json', `/${one.sid}.json`));
  await line.post(messages.replace('.json', `/${one.sid}.json`), { Body: '' });
  await line.remove(messages.replace('.json', `/${other.sid}.json`));

  const states = [
    { name: 'Trigger', type: 'trigger', transitions: [{ event: 'incomingRequest', next: 'keep' }], properties: {} },
    { name: 'keep', type: 'set-variables', transitions: [{ event: 'next' }], properties: { variables: [] } },
  ];
  const Definition = JSON.stringify({ description: 'Executed', states, initial_state: 'Trigger', flags: {} });
  const flows = 'studio.twilio.com/v2/Flows';
  const flow = await line.post(flows, { FriendlyName: 'Executed', Status: 'published', Definition });
  await line.post(`${flows}/${flow.sid}/Executions`, { To: '+12025550111', From: from, Parameters: '{"a":1}' });
  await line.world.controls.settle();
  await line.remove(`${flows}/${flow.sid}`);
}
