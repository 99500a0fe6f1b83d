const twilio = require('twilio');

const client = twilio();
const absent = prefix => prefix + '0'.repeat(32);

/** What a refused request tells: the class of its error, status, code and link. */
async function refusal(work) {
  try {
    await work();
    return 'accepted';
  } catch (error) {
    return [error.constructor.name, error.status, error.code, error.moreInfo];
  }
}

exports.run = async () => {
  const sync = await client.sync.v1.services.create({ friendlyName: 'State' });
  const state = client.sync.v1.services(sync.sid);
  await state.documents.create({ uniqueName: 'one', data: {} });
  const workspace = await client.taskrouter.v1.workspaces.create({ friendlyName: 'Desk' });
  const desk = client.taskrouter.v1.workspaces(workspace.sid);
  await desk.workers.create({ friendlyName: 'ada' });
  const number = { phoneNumber: '+14155550100' };
  await client.incomingPhoneNumbers.create(number);
  const cases = {
    absentCall: () => client.calls(absent('CA')).fetch(),
    absentWorkspace: () => client.taskrouter.v1.workspaces(absent('WS')).fetch(),
    absentFlow: () => client.studio.v2.flows(absent('FW')).remove(),
    absentService: () => client.serverless.v1.services(absent('ZS')).update({ friendlyName: 'x' }),
    wrongToken: () => twilio(process.env.TWILIO_ACCOUNT_SID, '0'.repeat(32)).calls.list(),
    foreignAccount: () => client.api.v2010.accounts(absent('AC')).calls.list(),
    nameTaken: () => state.documents.create({ uniqueName: 'one', data: {} }),
    wrongRevision: () => state.documents('one').update({ data: {}, ifMatch: 'ff' }),
    workerTaken: () => desk.workers.create({ friendlyName: 'ada' }),
    badExpression: () => desk.taskQueues.create({ friendlyName: 'Q', targetWorkers: 'skills HAS' }),
    badFlow: () => client.studio.v2.flows.create({ friendlyName: 'F', status: 'draft', definition: { states: [] } }),
    badNumber: () => client.incomingPhoneNumbers.create({ phoneNumber: '12' }),
    numberTaken: () => client.incomingPhoneNumbers.create(number),
    badUrl: () => client.applications.create({ voiceUrl: 'not a url' }),
    badEnum: () => client.applications.create({ voiceMethod: 'SHOUT' }),
    badSink: () => client.events.v1.sinks.create({ description: 'S', sinkType: 'pigeon', sinkConfiguration: {} }),
  };
  const found = {};
  for (const [name, work] of Object.entries(cases)) found[name] = await refusal(work);
  return found;
};
