import { join } from 'node:path';
import type { ApiReply, Method } from '../../contract';
import { createDispatcher, type Dispatcher, type DispatchOptions } from '../../gateway/dispatcher';
import { startGateway, type Gateway } from '../../gateway/gateway';
import { testWorld, type TestWorld } from '../../testing/world';
import { createServerless, type ServerlessOptions } from '../serverless';
import { deployByHand, type DeployedService, type ToDeploy } from './deploy';

/** Twilio Serverless behind a gateway, for tests. */
export interface TestCloud {
  readonly world: TestWorld;
  readonly dispatch: Dispatcher;
  readonly gateway: Gateway;
  deploy(project: ToDeploy): Promise<DeployedService>;
  close(): Promise<void>;
}

/** This repository. */
export const PROJECT_FOLDER = join(__dirname, '..', '..', '..');

/** Starts a world on a controlled clock with one account, a gateway on a free port, and nothing deployed. */
export async function startTestCloud(options: Partial<ServerlessOptions> = {}): Promise<TestCloud> {
  const world = testWorld();
  let gateway: Gateway | undefined;
  const address = () => {
    if (!gateway) throw new Error('the gateway is not up');
    return gateway;
  };
  const serverless = createServerless(world, { projectFolder: PROJECT_FOLDER, gateway: address, ...options });
  const dispatch = createDispatcher(serverless.products, world);
  const started = (gateway = await startGateway({ products: serverless.products, world, port: 0, dispatch }));
  return {
    world,
    dispatch,
    gateway: started,
    deploy: project => deployByHand(dispatch, project),
    async close() {
      await serverless.close();
      await started.close();
      world.close();
    },
  };
}

/** The body of a reply as text, whatever form it has. */
export function textOf({ body }: ApiReply): string {
  if (body === undefined) return '';
  return typeof body === 'string' || Buffer.isBuffer(body) ? body.toString() : JSON.stringify(body);
}

/** Asks and returns the body parsed as JSON. */
export async function askJson(
  dispatch: Dispatcher,
  at: string,
  options?: DispatchOptions & { method?: Method },
): Promise<Record<string, unknown>> {
  return JSON.parse(textOf(await dispatch(options?.method ?? 'GET', at, options))) as Record<string, unknown>;
}
