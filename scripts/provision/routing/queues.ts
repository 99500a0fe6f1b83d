import type { Client, Queue } from '../../../lib/config';

/** Flex's own queue, of everybody: made where it is missing, and otherwise left to the people of the contact centre. */
export const EVERYONE = 'Everyone';

export interface WantedQueue {
  readonly friendlyName: string;
  /** An expression over a worker's attributes. */
  readonly targetWorkers: string;
}

/** The queues of a client's file, which the wiring makes and keeps as the file says. "Everyone" is none of them. */
export function skillQueues({ queues = [] }: Pick<Client, 'queues'>): WantedQueue[] {
  return queues.map(each => ({ friendlyName: each.queue, targetWorkers: workersWith(each.skills) }));
}

/** Flex keeps an agent's skills in `routing.skills`: the wiring asks for each of them. */
function workersWith(skills: Queue['skills']): string {
  return skills.map(skill => `routing.skills HAS '${skill}'`).join(' AND ');
}

/** Whether a queue takes workers as one of a client's file does: people's own queues ask for something else. */
export function isOfSkills(targetWorkers: string): boolean {
  return /^routing\.skills HAS '[^']*'( AND routing\.skills HAS '[^']*')*$/.test(targetWorkers);
}
