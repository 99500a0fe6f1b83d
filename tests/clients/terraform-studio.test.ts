import { describeFamily } from './terraform-family';
import { testLifecycle } from './terraform-lifecycle';

describeFamily('Studio', ['provider.tf', 'studio.tf'], family =>
  testLifecycle(family, {
    prefixes: ['twilio_studio_'],
    found: {
      first: { status: 'draft', revision: 1, states: 20 },
      second: { status: 'published', revision: 2, states: 20 },
    },
    gone: 'https://studio.twilio.com/v2/Flows',
    changes: { 'twilio_studio_flow.line': 'update' },
    importId: ({ values }) => `/Flows/${String(values['sid'])}`,
    // That a flow is to be validated can't be read back.
    afterImport: { 'twilio_studio_flow.line': 'import+update' },
  }),
);
