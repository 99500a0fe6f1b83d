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
