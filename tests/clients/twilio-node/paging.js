const twilio = require('twilio');

const client = twilio();
const COUNT = 7;
const numbers = Array.from({ length: COUNT }, (_, index) => index);

/** Every kind of list, and how to make one more of what is on it. */
async function lists() {
  const workspace = await client.taskrouter.v1.workspaces.create({ friendlyName: 'Desk' });
  const inside = client.taskrouter.v1.workspaces(workspace.sid);
  const sync = await client.sync.v1.services.create({ friendlyName: 'State' });
  const state = client.sync.v1.services(sync.sid);
  const map = await state.syncMaps.create({ uniqueName: 'map' });
  const list = await state.syncLists.create({ uniqueName: 'list' });
  const service = await client.serverless.v1.services.create({ uniqueName: 'line', friendlyName: 'Line' });
  const line = client.serverless.v1.services(service.sid);
  const environment = await line.environments.create({ uniqueName: 'dev', domainSuffix: 'dev' });
  const workflow = { configuration: '{"task_routing":{"filters":[]}}' };
  const trigger = { name: 'Trigger', type: 'trigger', properties: {}, transitions: [{ event: 'incomingCall' }] };
  const flow = { description: 'Nothing', initial_state: 'Trigger', states: [trigger], flags: {} };
  const sink = { sinkType: 'webhook', sinkConfiguration: { destination: 'https://example.com/', method: 'POST' } };
  return {
    applications: [client.applications, index => ({ friendlyName: `App ${index}` })],
    keys: [client.newKeys, index => ({ friendlyName: `Key ${index}` }), client.keys],
    numbers: [client.incomingPhoneNumbers, index => ({ phoneNumber: `+1415555010${index}` })],
    queues: [client.queues, index => ({ friendlyName: `Queue ${index}` })],
    workspaces: [client.taskrouter.v1.workspaces, index => ({ friendlyName: `Workspace ${index}` })],
    workers: [inside.workers, index => ({ friendlyName: `worker ${index}` })],
    queuesOfTasks: [inside.taskQueues, index => ({ friendlyName: `Queue ${index}` })],
    workflows: [inside.workflows, index => ({ friendlyName: `Workflow ${index}`, ...workflow })],
    documents: [state.documents, index => ({ uniqueName: `document ${index}`, data: { index } })],
    mapItems: [state.syncMaps(map.sid).syncMapItems, index => ({ key: `key ${index}`, data: { index } })],
    listItems: [state.syncLists(list.sid).syncListItems, index => ({ data: { index } })],
    flows: [client.studio.v2.flows, index => ({ friendlyName: `Flow ${index}`, status: 'draft', definition: flow })],
    services: [client.serverless.v1.services, index => ({ uniqueName: `s${index}`, friendlyName: `S ${index}` })],
    functions: [line.functions, index => ({ friendlyName: `/f${index}` })],
    variables: [line.environments(environment.sid).variables, index => ({ key: `K${index}`, value: 'v' })],
    sinks: [client.events.v1.sinks, index => ({ description: `Sink ${index}`, ...sink })],
  };
}

const idOf = item => item.sid ?? item.key ?? item.index;
const idsOf = items => items.map(idOf);

function eachOf(list, options) {
  return new Promise((resolve, reject) => {
    const seen = [];
    list.each({
      ...options,
      callback: item => seen.push(idOf(item)),
      done: error => (error ? reject(error) : resolve(seen)),
    });
  });
}

/** Items until the third, after which the caller wants no more. */
function firstThreeOf(list) {
  return new Promise(resolve => {
    const seen = [];
    list.each({ pageSize: 2 }, (item, done) => {
      seen.push(idOf(item));
      if (seen.length === 3) {
        done();
        resolve(seen);
      }
    });
  });
}

async function walk([maker, valuesOf, list = maker]) {
  const before = idsOf(await list.list());
  const made = [];
  for (const index of numbers) made.push(idOf(await maker.create(valuesOf(index))));
  const all = idsOf(await list.list());
  const pages = [];
  for (let page = await list.page({ pageSize: 3 }); page; page = await page.nextPage()) pages.push(page);
  const second = await list.getPage(pages[0].nextPageUrl);
  const back = await second.previousPage();
  const last = pages.at(-1);
  return {
    complete: [...before, ...made].every(id => all.includes(id)) && all.length === before.length + COUNT,
    pagesAddUp: JSON.stringify(pages.flatMap(page => idsOf(page.instances))) === JSON.stringify(all),
    full: pages.slice(0, -1).every(page => page.instances.length === 3) && last.instances.length <= 3,
    ends: last.nextPageUrl === undefined || last.nextPageUrl === null,
    secondIsSecond: JSON.stringify(idsOf(second.instances)) === JSON.stringify(all.slice(3, 6)),
    backIsFirst: JSON.stringify(idsOf(back.instances)) === JSON.stringify(all.slice(0, 3)),
    limited: JSON.stringify(idsOf(await list.list({ limit: 5, pageSize: 2 }))) === JSON.stringify(all.slice(0, 5)),
    each: JSON.stringify(await eachOf(list, { pageSize: 3 })) === JSON.stringify(all),
    eachLimited: (await eachOf(list, { limit: 4, pageSize: 3 })).length === 4,
    stopped: (await firstThreeOf(list)).length === 3,
  };
}

exports.run = async () => {
  const found = {};
  for (const [name, list] of Object.entries(await lists())) {
    try {
      const result = await walk(list);
      found[name] = Object.keys(result).filter(what => !result[what]);
    } catch (error) {
      found[name] = [String(error)];
    }
  }
  return found;
};
