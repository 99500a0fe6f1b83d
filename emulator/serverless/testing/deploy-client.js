/**
 * Deploys a folder with Twilio's own client and prints what came of it as JSON: argv is account sid, token, folder, unique name.
 * A process of its own, because the client reads HTTP_PROXY and Node the certificate authority only there.
 */
const { TwilioServerlessApiClient } = require('@twilio-labs/serverless-api');

const [username, password, cwd, serviceName] = process.argv.slice(2);
const client = new TwilioServerlessApiClient({ username, password });

async function deployAndList() {
  const deployed = await client.deployLocalProject({
    cwd,
    serviceName,
    username,
    password,
    env: { GREETING: 'Welcome' },
    pkgJson: { dependencies: { twilio: '*', '@twilio/runtime-handler': '*' } },
    functionsEnv: 'dev',
    overrideExistingService: true,
    runtime: 'node22',
    functionsFolderName: 'functions',
    assetsFolderName: 'assets',
  });
  const environment = { serviceSid: deployed.serviceSid, environment: 'dev' };
  const types = ['services', 'environments', 'functions', 'assets', 'variables', 'builds'];
  const listed = await client.list({ types, ...environment });
  const logs = await client.getLogs({ ...environment, tail: false, limit: 10 });
  process.stdout.write(JSON.stringify({ deployed, listed, logs }));
}

deployAndList().catch(error => {
  process.stderr.write(String(error.stack));
  process.exitCode = 1;
});
