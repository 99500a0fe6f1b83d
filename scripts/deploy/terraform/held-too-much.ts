import type { Client } from '../../../lib/config';
import { skillQueues } from '../../provision/routing/queues';
import type { TerraformRoot } from './terraform-root';

/** Queues and channels of the client's file, by their address in the state. Both may hold open tasks, so Terraform never destroys them. */
const KEPT = /^module\.taskrouter\.twilio_taskrouter_(task_queue\.skill|task_channel\.own)\["(.*)"\]$/gm;

/** Addresses of queues and channels that the state holds and the client's file no longer has: with them there, a plan would stop. */
export async function heldTooMuch(root: TerraformRoot, client: Client): Promise<string[]> {
  const { stdout } = await root.run(['state', 'list'], [0, 1]);
  const queues = skillQueues(client).map(({ friendlyName }) => friendlyName);
  const wanted = new Set([...queues, ...Object.keys(client.capacity ?? {})]);
  return [...stdout.matchAll(KEPT)].flatMap(([address, , name = '']) => (wanted.has(name) ? [] : [address]));
}
