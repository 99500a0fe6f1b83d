import { socketServer } from '../../emulator/voice/testing/socket-server';
import type { MeasuredCloud } from '../support/measured-cloud';
import { account } from '../support/measured-cloud';

const API = `api.twilio.com/2010-04-01/Accounts/${account.sid}`;
const HELD = '<Response><Pause length="600"/></Response>';

/** Tries what the API of 2010 has besides calls, recordings and numbers, so that each answer is measured. */
export async function tryAccounts(line: MeasuredCloud): Promise<void> {
  const { get, post, first, tryOut } = line;
  const { sid } = await post('api.twilio.com/2010-04-01/Accounts.json', { FriendlyName: 'Client' });
  await first('api.twilio.com/2010-04-01/Accounts.json');
  await post(`api.twilio.com/2010-04-01/Accounts/${sid}.json`, { FriendlyName: 'Renamed', Status: 'suspended' });
  const names = [{ FriendlyName: 'A' }, { FriendlyName: 'B' }] as const;
  for (const path of ['Keys', 'SigningKeys', 'Queues', 'Applications'])
    await tryOut(`${API}/${path}.json`, { make: names, change: { FriendlyName: 'C' } });
  const address = { CustomerName: 'A', Street: 'B', City: 'C', Region: 'D', PostalCode: 'E', IsoCountry: 'US' };
  const { sid: AddressSid } = await tryOut(`${API}/Addresses.json`, {
    make: [address, address],
    change: { CustomerName: 'Z' },
  });
  await post(`${API}/IncomingPhoneNumbers.json`, { PhoneNumber: '+12025550177', AddressSid });
  await first(`${API}/Addresses/${AddressSid}/DependentPhoneNumbers.json`);
  const available = `${API}/AvailablePhoneNumbers`;
  await get(`${available}.json`);
  await get(`${available}/GB.json`);
  for (const [type, path] of [['Local'], ['TollFree'], ['Mobile', 'GB']] as const) {
    const { phone_number: PhoneNumber = '' } = await first(`${available}/${path ?? 'US'}/${type}.json`);
    await post(`${API}/IncomingPhoneNumbers/${type}.json`, { PhoneNumber });
    await first(`${API}/IncomingPhoneNumbers/${type}.json`);
  }
  for (const path of ['GB/National', 'GB/SharedCost', 'DE/Voip', 'NL/MachineToMachine'])
    await first(`${available}/${path}.json`);
}

/** Tries caller ids, what a message says, and what goes between an application and a client. */
export async function tryCallersAndClients(line: MeasuredCloud, from: string): Promise<void> {
  const { get, post, remove, first } = line;
  const { callees } = line.cloud.voice;
  await get(`${API}/Balance.json`);
  const PhoneNumber = '+12025550179';
  const request = await post(`${API}/OutgoingCallerIds.json`, { PhoneNumber, CallDelay: '1' });
  const code = { do: 'press', digits: request['validation_code'] ?? '' } as const;
  callees.set(PhoneNumber, { do: 'answer', steps: [{ do: 'listen', until: { text: 'code' } }, code] });
  await line.world.controls.advance(60_000);
  const callerId = `${API}/OutgoingCallerIds/${(await first(`${API}/OutgoingCallerIds.json`)).sid}.json`;
  await get(callerId);
  await post(callerId, { FriendlyName: 'Desk' });
  await remove(callerId);

  callees.set('client:ana', { do: 'answer', steps: [{ do: 'say', words: 'please call me back about my order' }] });
  const message = '<Response><Record transcribe="true" playBeep="false" timeout="3"/></Response>';
  const form = { To: 'client:ana', From: from, Twiml: message };
  await post(`${API}/Calls.json`, form);
  const { sid } = await post(`${API}/Calls.json`, form);
  await line.world.controls.advance(3500);
  const call = `${API}/Calls/${sid}`;
  await post(`${call}/UserDefinedMessages.json`, { Content: '{}' });
  const subscriptions = `${call}/UserDefinedMessageSubscriptions`;
  const subscription = await post(`${subscriptions}.json`, { Callback: 'https://webhooks.twilio.com/none' });
  await remove(`${subscriptions}/${subscription.sid}.json`);
  await line.world.controls.advance(60_000);
  for (const place of ['account', 'recording']) {
    const { sid: made, recording_sid: recording = '' } = await first(`${API}/Transcriptions.json`);
    const at = place === 'account' ? API : `${API}/Recordings/${recording}`;
    await first(`${at}/Transcriptions.json`);
    await get(`${at}/Transcriptions/${made}.json`);
    await remove(`${at}/Transcriptions/${made}.json`);
  }
}

/** Tries what runs only while somebody is on the phone: queues' members, conferences, recordings and streams. */
export async function tryRunningCalls(line: MeasuredCloud, from: string): Promise<void> {
  const { get, post, remove, first } = line;
  const call = async (Twiml: string): Promise<string> => {
    const { sid } = await post(`${API}/Calls.json`, { To: '+12025550177', From: from, Twiml });
    await line.world.controls.advance(5000);
    return sid;
  };
  const waiting = await call('<Response><Enqueue waitUrl="">measured</Enqueue></Response>');
  const queues = await line.list(`${API}/Queues.json?PageSize=100`);
  const queue = queues.find(one => one['friendly_name'] === 'measured');
  const members = `${API}/Queues/${queue?.sid ?? ''}/Members`;
  await first(`${members}.json`);
  await get(`${members}/${waiting}.json`);
  await post(`${members}/${waiting}.json`, { Url: 'https://webhooks.twilio.com/none' });

  const held = await call(HELD);
  const recordings = `${API}/Calls/${held}/Recordings`;
  const { sid: recording } = await post(`${recordings}.json`, { RecordingChannels: 'dual' });
  await line.world.controls.advance(1000);
  await post(`${recordings}/${recording}.json`, { Status: 'stopped' });

  const room =
    '<Response><Dial><Conference waitUrl="" record="record-from-start">measured</Conference></Dial></Response>';
  await call(room);
  await call(room);
  const conference = `${API}/Conferences/${(await first(`${API}/Conferences.json`)).sid}`;
  await get(`${conference}.json`);
  const made = await post(`${conference}/Participants.json`, { From: from, To: '+12025550178', Label: 'agent' });
  await line.world.controls.advance(5000);
  await first(`${conference}/Participants.json`);
  await get(`${conference}/Participants/agent.json`);
  await post(`${conference}/Participants/agent.json`, { Muted: 'true' });
  await remove(`${conference}/Participants/${made['call_sid'] ?? ''}.json`);
  const { sid } = await first(`${conference}/Recordings.json`);
  await get(`${conference}/Recordings/${sid}.json`);
  await post(`${conference}/Recordings/${sid}.json`, { Status: 'paused' });
  await post(`${conference}.json`, { Status: 'completed' });
  await line.world.controls.advance(5000);
  await remove(`${conference}/Recordings/${sid}.json`);

  const server = await socketServer();
  const streaming = `${API}/Calls/${held}/Streams`;
  await post(`${streaming}.json`, { Url: server.url, Name: 'measured' });
  await post(`${streaming}/measured.json`, { Status: 'stopped' });
  await server.close();

  const transcribing = `${API}/Calls/${held}/Transcriptions`;
  await post(`${transcribing}.json`, { Name: 'measured' });
  await post(`${transcribing}/measured.json`, { Status: 'stopped' });

  const paying = { IdempotencyKey: 'measured', StatusCallback: 'https://webhooks.twilio.com/none' };
  const { sid: payment } = await post(`${API}/Calls/${held}/Payments.json`, paying);
  await post(`${API}/Calls/${held}/Payments/${payment}.json`, { ...paying, Capture: 'payment-card-number' });
}
