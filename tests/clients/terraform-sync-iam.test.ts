import { localAccount } from '../../emulator';
import { describeFamily } from './terraform-family';
import { testLifecycle } from './terraform-lifecycle';

describeFamily('Sync', ['provider.tf', 'sync.tf'], family =>
  testLifecycle(family, {
    prefixes: ['twilio_sync_'],
    found: { first: { name: 'State first', window: 5000 }, second: { name: 'State second', window: 6000 } },
    // One is left: every account has a default service.
    gone: 'https://sync.twilio.com/v1/Services',
    stays: 1,
    changes: { 'twilio_sync_service.state': 'update' },
    importId: ({ values }) => `/Services/${String(values['sid'])}`,
  }),
);

describeFamily('IAM', ['provider.tf', 'iam.tf'], family => {
  const found = {
    sid: expect.stringMatching(/^SK[0-9a-f]{32}$/),
    secret: expect.stringMatching(/^\w{32}$/),
  };
  testLifecycle(family, {
    prefixes: ['twilio_iam_'],
    found: { first: found, second: found },
    gone: `https://api.twilio.com/2010-04-01/Accounts/${localAccount.sid}/Keys.json`,
    changes: { 'twilio_iam_api_key.ci': 'update' },
    // The key opens the account as soon as it is there.
    async whileThere() {
      const { sid, secret } = (await family.found()) as { sid: string; secret: string };
      const authorization = `Basic ${Buffer.from(`${sid}:${secret}`).toString('base64')}`;
      const workspaces = 'https://taskrouter.twilio.com/v1/Workspaces';
      expect((await family.cloud.visit(workspaces, undefined, { authorization })).status).toBe(200);
    },
    // The secret is told once: a key can't be imported.
    importId: () => undefined,
  });
});
