import type { WorkerSid } from '../sid';

/** Flex's own roles, the strongest last (https://www.twilio.com/docs/flex/admin-guide/setup/sso-configuration: "agent", "supervisor", "admin"). */
export const flexRoles = ['agent', 'supervisor', 'admin'] as const;
export type FlexRole = (typeof flexRoles)[number];

/** Who asks, by the token that Flex sent along. */
export interface Agent {
  readonly workerSid: WorkerSid;
  /** With what they signed in to Flex. */
  readonly identity: string;
  /** The strongest they have. */
  readonly role: FlexRole;
}

/** Supervisors and admins may act on tasks of others. */
export function leads(agent: Agent): boolean {
  return agent.role !== 'agent';
}
