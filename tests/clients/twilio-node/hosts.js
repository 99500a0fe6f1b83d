const twilio = require('twilio');

/** Each product at the hosts of an edge and a region; pages lead on to the same host. */
exports.run = async () => {
  const found = {};
  for (const options of [{}, { edge: 'dublin' }, { region: 'ie1' }, { region: 'ie1', edge: 'dublin' }]) {
    const client = twilio(process.env.TWILIO_ACCOUNT_SID, process.env.TWILIO_AUTH_TOKEN, options);
    const name = [options.edge, options.region].filter(Boolean).join(' ') || 'none';
    try {
      await client.applications.create({ friendlyName: name });
      await client.sync.v1.services.create({ friendlyName: name });
      await client.taskrouter.v1.workspaces.create({ friendlyName: name });
      await client.studio.v2.flows.list();
      await client.serverless.v1.services.list();
      await client.events.v1.eventTypes.list({ limit: 30, pageSize: 10 });
      found[name] = [
        (await client.applications.list({ pageSize: 1 })).length,
        (await client.sync.v1.services.list({ pageSize: 1 })).length,
      ];
    } catch (error) {
      found[name] = String(error);
    }
  }
  return found;
};
