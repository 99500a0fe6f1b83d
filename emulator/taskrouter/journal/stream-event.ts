import type { StreamEvent } from '../../contract';
import type { Happening } from '../lifecycle/publish';
import type { EventRecord } from './event-record';

/** Event Streams calls one event otherwise than EventCallback does. */
const NAMES: Readonly<Record<string, string>> = {
  'task-queue.expression.updated': 'task-queue.expression-updated',
};
/** Fields that are numbers in a stream's payload; all others are strings, as in callbacks. */
const NUMBERS = /^(task_age|task_priority|task_version|worker_version|reservation_version|worker_time_in_previous_.*)$/;

/**
 * The event as Event Streams tells it, in the form of schema TaskRouter.WDSEvent version 4.
 * Source: twilio.com/docs/events/event-types/taskrouter/task
 */
export function streamEvent(event: EventRecord, { type, task }: Happening): StreamEvent {
  return {
    accountSid: event.account_sid,
    type: `com.twilio.taskrouter.${NAMES[type] ?? type}`,
    source: event.resource_url,
    data: () => ({
      sid: event.sid,
      name: type
        .split(/[.-]/)
        .map(word => word.charAt(0).toUpperCase() + word.slice(1))
        .join(''),
      account_sid: event.account_sid,
      timestamp: event.event_date,
      level: 'INFO',
      group: type.slice(0, type.indexOf('.')),
      product_name: 'TaskRouter',
      publisher: event.event_data['workspace_name'] ?? '',
      publisher_metadata: '{}',
      payload_type: 'application/json',
      payload: {
        sid: event.sid,
        eventtype: type,
        account_sid: event.account_sid,
        timestamp: event.event_date,
        resource_type: event.resource_type,
        resource_sid: event.resource_sid,
        ...typed(event.event_data),
        ...(task && {
          task_date_created: task.date_created,
          task_timeout: task.timeout,
          task_virtual_start_time: task.virtual_start_time,
          task_queue_entered_date: task.task_queue_entered_date,
          task_routing_target: task.routing_target,
        }),
      },
    }),
  };
}

function typed(data: Readonly<Record<string, string>>): Record<string, string | number> {
  return Object.fromEntries(
    Object.entries(data).map(([name, value]) => [name, NUMBERS.test(name) ? Number(value) : value]),
  );
}
