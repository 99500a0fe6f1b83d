import { badRequests, openSharpness, type BadRequest } from './sharpness';

const ACCOUNT = '/2010-04-01/Accounts/{AccountSid}';

/** Where what the path names is looked for before the parameters are: 404 here, where nothing is. Their own tests have them refused on what is there. */
const LOOKED_UP_FIRST = [
  `${ACCOUNT}/Applications/{Sid}.json`,
  `${ACCOUNT}/Calls/{CallSid}/Recordings.json`,
  `${ACCOUNT}/Calls/{CallSid}/Streams.json`,
  `${ACCOUNT}/Calls/{Sid}.json`,
  `${ACCOUNT}/Conferences/{ConferenceSid}/Participants/{CallSid}.json`,
  `${ACCOUNT}/Conferences/{Sid}.json`,
  `${ACCOUNT}/IncomingPhoneNumbers/{Sid}.json`,
  `${ACCOUNT}/Queues/{QueueSid}/Members/{CallSid}.json`,
  '/v1/Schemas/{Id}/Versions',
  '/v1/Services/{ServiceSid}/Streams/{StreamSid}/Messages',
  '/v1/Sinks/{Sid}/Validate',
  '/v1/Workspaces/{WorkspaceSid}/Tasks/{TaskSid}/Reservations/{Sid}',
  '/v1/Workspaces/{WorkspaceSid}/Workers/{WorkerSid}/Reservations/{Sid}',
  '/v2/Flows/{Sid}/Revisions',
  '/v2/Flows/{Sid}/TestUsers',
];

function nameOf({ method, path, parameter, fault }: BadRequest): string {
  return `${method} ${path} ${parameter}: ${fault}`;
}

test('what no parameter of its kind takes is refused, on every route', async () => {
  const cloud = openSharpness();
  const requests = badRequests();
  const wrong: string[] = [];
  const lookedUpFirst = new Set<string>();
  for (const bad of requests) {
    const { status, code } = await cloud.ask(bad);
    if (status === 404 && LOOKED_UP_FIRST.includes(bad.path)) lookedUpFirst.add(bad.path);
    else if (status !== 400 || code < 20_000) wrong.push(`${status}/${code} ${nameOf(bad)}`);
  }
  await cloud.close();
  expect(wrong).toEqual([]);
  expect([...lookedUpFirst].sort()).toEqual(LOOKED_UP_FIRST);
  expect(requests.length).toBeGreaterThan(800);
});
