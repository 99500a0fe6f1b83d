import { nowIso, type Office } from '../lifecycle/office';
import { publish } from '../lifecycle/publish';
import type { WorkspaceRecord } from '../records';

/** The task channels that every workspace has from the start. */
const CHANNELS = [
  ['default', 'Default'],
  ['voice', 'Voice'],
  ['chat', 'Programmable Chat'],
  ['sms', 'SMS'],
  ['video', 'Video'],
] as const;

/** Seconds that the FIFO template's workflow gives a worker to answer. */
const FIFO_RESERVATION_TIMEOUT_SECONDS = 120;

/** Fills a new workspace: activities and channels; with the FIFO template a queue and a workflow that routes everything to it. */
export function openWorkspace(
  office: Office,
  workspace: WorkspaceRecord,
  { template }: { template: 'NONE' | 'FIFO' },
): void {
  const { records, world } = office;
  const now = nowIso(office);
  const base = {
    account_sid: workspace.account_sid,
    workspace_sid: workspace.sid,
    date_created: now,
    date_updated: now,
  };
  const offline = { ...base, sid: workspace.default_activity_sid, friendly_name: 'Offline', available: false };
  records.activities.insert(offline);
  records.activities.insert({ ...base, sid: world.ids.sid('WA'), friendly_name: 'Available', available: true });
  records.activities.insert({ ...base, sid: world.ids.sid('WA'), friendly_name: 'Unavailable', available: false });
  for (const [unique_name, friendly_name] of CHANNELS) {
    const channel = { ...base, sid: world.ids.sid('TC'), unique_name, friendly_name };
    records.channels.insert({ ...channel, channel_optimized_routing: false });
  }
  if (template === 'FIFO') addFifo(office, base);
  publish(office, { type: 'workspace.created', workspaceSid: workspace.sid, resourceSid: workspace.sid });
}

type Base = Readonly<Record<'account_sid' | 'workspace_sid' | 'date_created' | 'date_updated', string>>;

function addFifo({ records, world }: Office, base: Base): void {
  const queue = records.queues.insert({
    ...base,
    sid: world.ids.sid('WQ'),
    friendly_name: 'Sample Queue',
    target_workers: '1==1',
    max_reserved_workers: 1,
    task_order: 'FIFO',
    reservation_activity_sid: null,
    assignment_activity_sid: null,
  });
  records.workflows.insert({
    ...base,
    sid: world.ids.sid('WW'),
    friendly_name: 'Default Fifo Workflow',
    configuration: JSON.stringify({ task_routing: { filters: [], default_filter: { queue: queue.sid } } }),
    assignment_callback_url: null,
    fallback_assignment_callback_url: null,
    task_reservation_timeout: FIFO_RESERVATION_TIMEOUT_SECONDS,
    document_content_type: 'application/json',
  });
}
