const twilio = require('twilio');

const client = twilio();
const told = promise =>
  promise.then(
    () => 'done',
    error => [error.status, error.code],
  );

/** Objects of Sync are changed and deleted by those who know their revision. */
async function revisions() {
  const { sid } = await client.sync.v1.services.create({ friendlyName: 'State' });
  const state = client.sync.v1.services(sid);
  await state.syncMaps.create({ uniqueName: 'map' });
  await state.syncLists.create({ uniqueName: 'list' });
  const document = await state.documents.create({ uniqueName: 'doc', data: { n: 1 } });
  const mapItem = await state.syncMaps('map').syncMapItems.create({ key: 'a', data: { n: 1 } });
  const listItem = await state.syncLists('list').syncListItems.create({ data: { n: 1 } });
  const items = {
    document: [document, () => state.documents('doc')],
    mapItem: [mapItem, () => state.syncMaps('map').syncMapItems('a')],
    listItem: [listItem, () => state.syncLists('list').syncListItems(listItem.index)],
  };
  const found = {};
  for (const [name, [made, context]] of Object.entries(items)) {
    const first = made.revision;
    const second = (await context().update({ data: { n: 2 }, ifMatch: first })).revision;
    found[name] = {
      revisions: [first, second],
      stale: await told(context().update({ data: { n: 3 }, ifMatch: first })),
      data: (await context().fetch()).data,
      staleRemoval: await told(context().remove({ ifMatch: first })),
      removal: await told(context().remove({ ifMatch: second })),
      after: await told(context().fetch()),
    };
  }
  return found;
}

/** TaskRouter's tasks and workers have an ETag, which twilio-node sends as If-Match. */
async function tasks() {
  const { sid } = await client.taskrouter.v1.workspaces.create({ friendlyName: 'Desk', template: 'FIFO' });
  const desk = client.taskrouter.v1.workspaces(sid);
  const [workflow] = await desk.workflows.list();
  const task = await desk.tasks.create({ workflowSid: workflow.sid, attributes: '{"n":1}' });
  const { headers } = await desk.tasks(task.sid).fetchWithHttpInfo();
  const changed = await desk.tasks(task.sid).update({ attributes: '{"n":2}', ifMatch: headers.etag });
  return {
    attributes: changed.attributes,
    stale: await told(desk.tasks(task.sid).update({ attributes: '{"n":3}', ifMatch: headers.etag })),
    canceled: (await desk.tasks(task.sid).update({ assignmentStatus: 'canceled', reason: 'gone' })).assignmentStatus,
    removed: await told(desk.tasks(task.sid).remove()),
    after: await told(desk.tasks(task.sid).fetch()),
  };
}

/** By an API key, and on behalf of a subaccount. */
async function credentials() {
  const key = await client.newKeys.create({ friendlyName: 'CI' });
  const byKey = twilio(key.sid, key.secret, { accountSid: process.env.TWILIO_ACCOUNT_SID });
  const sub = await client.api.v2010.accounts.create({ friendlyName: 'Client' });
  const ofSub = twilio(sub.sid, sub.authToken);
  await ofSub.applications.create({ friendlyName: 'Theirs' });
  const names = applications => applications.map(({ friendlyName }) => friendlyName);
  return {
    byKey: (await byKey.api.v2010.account.fetch()).sid === process.env.TWILIO_ACCOUNT_SID,
    theirs: names(await client.api.v2010.accounts(sub.sid).applications.list()),
    ours: names(await client.applications.list()),
    afterRemoval: (await client.keys(key.sid).remove(), await told(byKey.applications.list())),
  };
}

exports.run = async () => ({
  revisions: await revisions(),
  tasks: await tasks(),
  credentials: await credentials(),
});
