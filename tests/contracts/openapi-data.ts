import { coverage } from '../../emulator';
import type { Method } from '../../emulator/contract';
import type { MeasuredCloud } from '../support/measured-cloud';
import { account } from '../support/measured-cloud';

const SYNC = 'sync.twilio.com/v1/Services';

/** Those of the routes that are said to be absent that don't answer 501. */
export async function notAbsent(line: MeasuredCloud): Promise<string[]> {
  const wrong: string[] = [];
  for (const { host, absent } of await coverage()) {
    for (const route of absent) {
      const [method = '', path = ''] = route.split(' ');
      const address = path.replace('{AccountSid}', account.sid).replace(/\{\w+\}/g, 'x');
      // The methods are those of Twilio's documents.
      const { status } = await line.dispatch(method as Method, `https://${host}${address}`, { account });
      if (status !== 501) wrong.push(`${route}: ${status}`);
    }
  }
  return wrong;
}

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

/** What calls are configured by: trunks, policies, IP records, dialing permissions. */
export async function tryVoiceConfiguration(line: MeasuredCloud): Promise<void> {
  const at = 'voice.twilio.com/v1';
  const names = [{ FriendlyName: 'A' }, { FriendlyName: 'B' }] as const;
  const policy = await line.tryOut(`${at}/ConnectionPolicies`, { make: names, change: { FriendlyName: 'C' } });
  const Target = 'sip:a@sip.example';
  await line.tryOut(`${at}/ConnectionPolicies/${policy.sid}/Targets`, {
    make: [{ Target }, { Target, Weight: '3' }],
    change: { Enabled: 'false' },
  });
  const trunk = { ConnectionPolicySid: policy.sid, VoiceUrl: 'https://app.example/voice' };
  await line.tryOut(`${at}/ByocTrunks`, { make: [trunk, {}], change: { FriendlyName: 'C' } });
  const ip = await line.tryOut(`${at}/IpRecords`, {
    make: [{ IpAddress: '192.0.2.1' }, { IpAddress: '2001:db8::1' }],
    change: { FriendlyName: 'C' },
  });
  const mapping = { IpRecordSid: ip.sid, SipDomainSid: `SD${'0'.repeat(32)}` };
  await line.tryOut(`${at}/SourceIpMappings`, {
    make: [mapping, mapping],
    change: { SipDomainSid: mapping.SipDomainSid },
  });
  const countries = `${at}/DialingPermissions/Countries`;
  await line.first(`${countries}?CountryCode=49`);
  await line.get(`${countries}/DE`);
  const UpdateRequest = '[{"iso_code":"DE","low_risk_numbers_enabled":"true"}]';
  await line.post(`${at}/DialingPermissions/BulkCountryUpdates`, { UpdateRequest });
  await line.get(`${at}/Settings`);
  await line.post(`${at}/Settings`, { DialingPermissionsInheritance: 'false' });
}

/** Flex: configuration, plugins, flows, and interactions with their tasks. */
export async function tryFlex(line: MeasuredCloud, workspaceSid: string): Promise<void> {
  const at = 'flex-api.twilio.com/v1';
  await line.get(`${at}/Configuration`);
  await line.get(`${at}/account/provision/status`);
  const json = { account_sid: account.sid, attributes: { a: 1 } };
  expect(await line.dispatch('POST', `https://${at}/Configuration`, { account, json })).toMatchObject({
    status: 200,
    body: { attributes: { a: 1 }, status: 'ok' },
  });
  await tryPlugins(line, `${at}/PluginService`);
  const chat = { FriendlyName: 'A', ChatServiceSid: `IS${'0'.repeat(32)}`, ChannelType: 'web' };
  await line.tryOut(`${at}/FlexFlows`, { make: [chat, chat], change: { Enabled: 'false' } });
  await tryInteractions(line, `${at}/Interactions`, workspaceSid);
}

async function tryPlugins(line: MeasuredCloud, at: string): Promise<void> {
  const plugin = await line.post(`${at}/Plugins`, { UniqueName: 'callbacks' });
  await line.first(`${at}/Plugins`);
  await line.get(`${at}/Plugins/callbacks`);
  await line.post(`${at}/Plugins/${plugin.sid}`, { FriendlyName: 'Callbacks' });
  const versions = `${at}/Plugins/${plugin.sid}/Versions`;
  const version = await line.post(versions, { Version: '1.0.0', PluginUrl: 'https://app.example/plugin.js' });
  await line.first(versions);
  await line.get(`${versions}/${version.sid}`);
  const Plugins = `{"plugin_version":"${version.sid}","phase":3}`;
  const configuration = await line.post(`${at}/Configurations`, { Name: 'Monday', Plugins });
  await line.first(`${at}/Configurations`);
  await line.get(`${at}/Configurations/${configuration.sid}`);
  await line.first(`${at}/Configurations/${configuration.sid}/Plugins`);
  await line.get(`${at}/Configurations/${configuration.sid}/Plugins/${plugin.sid}`);
  await line.post(`${at}/Releases`, { ConfigurationId: configuration.sid });
  await line.first(`${at}/Releases`);
  await line.get(`${at}/Releases/active`);
  await line.post(`${at}/Configurations/${configuration.sid}/Archive`, {});
  await line.post(`${versions}/${version.sid}/Archive`, {});
  await line.post(`${at}/Plugins/${plugin.sid}/Archive`, {});
}

async function tryInteractions(line: MeasuredCloud, at: string, workspaceSid: string): Promise<void> {
  const tasks = `taskrouter.twilio.com/v1/Workspaces/${workspaceSid}`;
  const workflow = await line.first(`${tasks}/Workflows`);
  const properties = { workspace_sid: workspaceSid, workflow_sid: workflow.sid, attributes: { a: 1 } };
  const Routing = JSON.stringify({ type: 'TaskRouter', properties });
  const Channel = JSON.stringify({
    type: 'sms',
    initiated_by: 'customer',
    participants: [{ address: '+12025550111' }],
  });
  const interaction = await line.post(at, { Channel, Routing });
  await line.get(`${at}/${interaction.sid}`);
  await line.post(`${at}/${interaction.sid}`, {});
  const channel = await line.first(`${at}/${interaction.sid}/Channels`);
  const below = `${at}/${interaction.sid}/Channels/${channel.sid}`;
  await line.get(below);
  await line.first(`${below}/Invites`);
  await line.post(`${below}/Invites`, { Routing });
  await line.first(`${below}/Participants`);
  const agent = await line.post(`${below}/Participants`, { Type: 'agent', MediaProperties: '{}' });
  await line.post(`${below}/Participants/${agent.sid}`, { Status: 'closed' });
  const transfer = await line.post(`${below}/Transfers`, { type: 'warm', from: agent.sid });
  await line.get(`${below}/Transfers/${transfer.sid}`);
  await line.post(`${below}/Transfers/${transfer.sid}`, { status: 'completed' });
  await line.post(below, { Status: 'closed' });
  const made = (await line.list(`${tasks}/Tasks?PageSize=100`)).filter(task =>
    task['attributes']?.includes(interaction.sid),
  );
  expect(made).toHaveLength(2);
}
