import { driftedObjects, planChanges } from './plan-changes';

const resource = (type: string, index: string | undefined, change: object) => ({
  mode: 'managed',
  type,
  name: 'line',
  ...(index !== undefined && { index }),
  change: { before: null, after: null, ...change },
});
const flow = (say: string) =>
  JSON.stringify({ states: [{ name: 'greet', type: 'say-play', transitions: [], properties: { say } }] });

test('a plan in short: what happens to which object, by the words that people know', () => {
  const plan = {
    resource_changes: [
      resource('twilio_phone_number', '+12025550142', {
        actions: ['no-op'],
        importing: { id: 'x' },
        after: { sid: 'PN1' },
      }),
      resource('twilio_sync_service', undefined, { actions: ['create'], after: { friendly_name: 'linekit' } }),
      resource('twilio_taskrouter_workflow', 'Assign to anyone', { actions: ['no-op'] }),
      resource('twilio_studio_flow', 'linekit voicemail', {
        actions: ['update'],
        before: { sid: 'FW1', definition: flow('Hi'), revision: 3, date_updated: 'x', validate: true },
        after: { sid: 'FW1', definition: flow('Hello'), validate: true },
        after_unknown: { revision: true, date_updated: true },
      }),
      resource('twilio_serverless_variable', 'A_KEY', {
        actions: ['update'],
        before: { sid: 'ZV1', value: 'old-secret' },
        after: { sid: 'ZV1', value: 'new-secret' },
      }),
      resource('twilio_taskrouter_task_queue', 'Old', { actions: ['delete'], before: { sid: 'WQ1' } }),
      resource('something_else', undefined, { actions: ['delete', 'create'] }),
      { ...resource('twilio_serverless_service', undefined, { actions: ['read'] }), mode: 'data' },
    ],
  };
  const changes = planChanges(JSON.stringify(plan));
  expect(changes).toEqual([
    { outcome: 'taken over', kind: 'number', name: '+12025550142', sid: 'PN1' },
    { outcome: 'created', kind: 'sync service', name: 'linekit', sid: '(known after apply)' },
    {
      outcome: 'updated',
      kind: 'flow',
      name: 'linekit voicemail',
      sid: 'FW1',
      properties: ['definition'],
      details: ['state greet: say'],
    },
    { outcome: 'updated', kind: 'variable', name: 'A_KEY', sid: 'ZV1', properties: ['value'] },
    { outcome: 'deleted', kind: 'queue', name: 'Old', sid: 'WQ1' },
    { outcome: 'replaced', kind: 'something_else', name: 'line', sid: '(known after apply)' },
  ]);
  expect(JSON.stringify(changes)).not.toContain('secret');
});

test('what moved in the account since the last look; nothing where there is nothing', () => {
  const plan = {
    resource_drift: [resource('twilio_studio_flow', 'x', { actions: ['delete'], before: { sid: 'FW1' } })],
  };
  expect(driftedObjects(JSON.stringify(plan))).toEqual([{ outcome: 'deleted', kind: 'flow', name: 'x', sid: 'FW1' }]);
  expect(planChanges('{}')).toEqual([]);
});
