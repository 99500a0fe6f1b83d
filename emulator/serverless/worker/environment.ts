/**
 * Makes `process.env` what a Function finds in the cloud: the environment's variables, and of the machine only where programs lie.
 * Node itself has read what it needs (NODE_EXTRA_CA_CERTS) by then.
 */
export function replaceProcessEnvironment(environment: Readonly<Record<string, string>>): void {
  const { PATH } = process.env;
  for (const name of Object.keys(process.env)) delete process.env[name];
  Object.assign(process.env, environment, { TZ: 'UTC' }, PATH !== undefined && { PATH });
}
