import { describeFamily } from './terraform-family';
import { testLifecycle } from './terraform-lifecycle';

const FOLDERS: Readonly<Record<string, string>> = {
  function: 'Functions',
  asset: 'Assets',
  build: 'Builds',
  environment: 'Environments',
  variable: 'Variables',
  deployment: 'Deployments',
};

describeFamily('Serverless', ['provider.tf', 'serverless.tf'], family => {
  testLifecycle(family, {
    prefixes: ['twilio_serverless_'],
    found: { first: foundWith('first', 'red'), second: foundWith('second', 'green') },
    gone: 'https://serverless.twilio.com/v1/Services',
    changes: {
      'twilio_serverless_service.line': 'update',
      'twilio_serverless_function.hello': 'update',
      'twilio_serverless_asset.note': 'update',
      'twilio_serverless_variable.colour': 'update',
      'twilio_serverless_build.line': 'create+delete',
      'twilio_serverless_deployment.dev': 'create+delete',
    },
    importId({ address, values }) {
      const [, kind = ''] = /^twilio_serverless_(\w+)\./.exec(address) ?? [];
      const { sid, service_sid: service, environment_sid: environment } = values;
      if (kind === 'service') return `/Services/${String(sid)}`;
      const inside = typeof environment !== 'string' ? '' : `/Environments/${environment}`;
      return `/Services/${String(service)}${inside}/${FOLDERS[kind]}/${String(sid)}`;
    },
    // What a file was called can't be read back, so its version, and with that the build, counts as another.
    afterImport: {
      'twilio_serverless_function.hello': 'import+update',
      'twilio_serverless_asset.note': 'import+update',
      'twilio_serverless_build.line': 'import+create+delete',
      'twilio_serverless_deployment.dev': 'import+create+delete',
    },
    async whileThere(mark) {
      const { domain } = (await family.found()) as { domain: string };
      const colour = mark === 'first' ? 'red' : 'green';
      expect((await family.cloud.visit(`https://${domain}/hello`)).text).toBe(`hello ${mark} ${colour}`);
      expect((await family.cloud.visit(`https://${domain}/note.txt`)).text).toBe(`a ${mark} note`);
    },
  });
});

function foundWith(mark: string, colour: string) {
  return {
    domain: expect.stringMatching(/^line-\d{4}-dev\.twil\.io$/),
    service: `Line ${mark}`,
    functions: ['hello'],
    assets: ['note'],
    status: 'completed',
    variables: [colour],
    builds: true,
    deployed: true,
  };
}
