import { join } from 'node:path';
import type { Product, World } from '../contract';
import { createFront } from './front';
import { serverlessRecords } from './records';
import { buildRoutes } from './rest/builds';
import { deploymentRoutes, logRoutes, variableRoutes } from './rest/deployments';
import { functionRoutes } from './rest/functions';
import { environmentRoutes, serviceRoutes } from './rest/services';
import { uploadRoutes } from './rest/upload';
import { createPackages, type PackageOptions } from './runtime/packages';
import { createFunctionsRuntime, type RuntimeOptions } from './runtime/functions-runtime';

/** The cloud's limits: https://www.twilio.com/docs/serverless/functions-assets/functions */
const FUNCTION_LIMIT_MS = 10_000;
const MAX_CONCURRENCY = 30;

/** Limits default to the cloud's: 10 s, 30 requests at once. */
export interface ServerlessOptions
  extends
    Partial<Omit<RuntimeOptions, 'gateway' | 'packages'>>,
    Pick<RuntimeOptions, 'gateway'>,
    Pick<PackageOptions, 'packagesFolder' | 'install'> {
  /** Whose node_modules provide what builds declare. */
  readonly projectFolder: string;
  /** Emulated milliseconds that a build takes. 0, the default: as long as the work takes, whatever the clock does. */
  readonly buildMs?: number;
}

/** Twilio Serverless, ready to be put together with the other products. */
export interface Serverless {
  /** The REST API, the upload host, and what is deployed (`*.twil.io`). */
  readonly products: readonly Product[];
  /** Ends all processes of Functions and removes their folders. */
  close(): Promise<void>;
}

/**
 * Twilio Serverless: Functions and Assets that are deployed through the real API and run in processes of their own, by Twilio's own
 * runtime.
 */
export function createServerless(world: World, options: ServerlessOptions): Serverless {
  const packages = createPackages({ ...options, modulesFolder: join(options.projectFolder, 'node_modules') });
  const maxConcurrency = options.maxConcurrency ?? MAX_CONCURRENCY;
  const records = serverlessRecords(world.store);
  const api = { world, records, packages, buildMs: options.buildMs ?? 0 };
  const runtime = createFunctionsRuntime(world, records, {
    gateway: options.gateway,
    packages,
    functionLimitMs: options.functionLimitMs ?? FUNCTION_LIMIT_MS,
    maxConcurrency,
    maxProcesses: options.maxProcesses ?? maxConcurrency,
    ...(options.eagerProcesses !== undefined && { eagerProcesses: options.eagerProcesses }),
  });
  const front = createFront(world, records, runtime);
  const routes = [
    serviceRoutes,
    environmentRoutes,
    functionRoutes,
    buildRoutes,
    variableRoutes,
    deploymentRoutes,
    logRoutes,
  ];
  const close = () => runtime.close();
  return {
    products: [
      { name: 'serverless', hosts: ['serverless.twilio.com'], routes: routes.flatMap(each => each(api)), close },
      { name: 'serverless-upload', hosts: ['serverless-upload.twilio.com'], routes: uploadRoutes(api) },
      {
        name: 'functions',
        hosts: ['*.twil.io'],
        routes: [{ method: 'ANY', path: '*', access: 'open', handle: request => front.answer(request) }],
      },
    ],
    close,
  };
}
