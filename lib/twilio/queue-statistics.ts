import { AppError, isAppError } from '../errors';
import {
  WINDOW_MINUTES,
  type FiguresShelf,
  type KeptFigures,
  type QueueFigures,
  type QueueStatistics,
} from '../waiting';
import { request, type TwilioAccess } from './client';

/** The activity that Flex gives to agents who are not there (https://www.twilio.com/docs/flex/admin-guide/core-concepts/activities). */
const OFFLINE = 'Offline';

/** Real-time and cumulative statistics of task queues, in one request. */
export function twilioQueueStatistics({ rest }: TwilioAccess, workspaceSid: () => string): QueueStatistics {
  return {
    of: taskQueueSid =>
      request(async () => {
        const queue = rest.taskrouter.v1.workspaces(workspaceSid()).taskQueues(taskQueueSid);
        return readStatistics(await queue.statistics().fetch({ minutes: WINDOW_MINUTES }));
      }),
  };
}

/** Throws VENDOR_UNAVAILABLE for statistics that say something else than Twilio documents. */
function readStatistics({ realtime, cumulative }: { realtime: unknown; cumulative: unknown }): QueueFigures {
  const activities = field(realtime, 'activity_statistics');
  const accepted = field(cumulative, 'reservations_accepted');
  if (!Array.isArray(activities) || typeof accepted !== 'number') {
    throw new AppError('VENDOR_UNAVAILABLE', "TaskRouter's statistics of a queue have another form than documented.");
  }
  const onShift = activities.some((each: unknown) => {
    const workers = field(each, 'workers');
    return field(each, 'friendly_name') !== OFFLINE && typeof workers === 'number' && workers > 0;
  });
  return { accepted, onShift };
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? new Map(Object.entries(value)).get(name) : undefined;
}

/** Twilio deletes what is past its time some time later; how old figures are stands in them. */
const TTL_SECONDS = 120;

/** Figures in Sync: a document for each task queue, shared by all callers who wait. */
export function syncFiguresShelf({ rest }: TwilioAccess, serviceSid: () => string): FiguresShelf {
  const documents = () => rest.sync.v1.services(serviceSid()).documents;
  const nameOf = (taskQueueSid: string): string => `wait-${taskQueueSid}`;
  const create = (uniqueName: string, data: KeptFigures) =>
    request(() => documents().create({ uniqueName, data, ttl: TTL_SECONDS }));
  const update = (uniqueName: string, data: KeptFigures) =>
    request(() => documents()(uniqueName).update({ data, ttl: TTL_SECONDS }));
  return {
    read: async taskQueueSid => {
      try {
        const document = await request(() => documents()(nameOf(taskQueueSid)).fetch());
        const data: unknown = document.data;
        return isKept(data) ? data : undefined;
      } catch (error) {
        if (isAppError(error) && error.code === 'NOT_FOUND') return undefined;
        throw error;
      }
    },
    write: async (taskQueueSid, figures, known) => {
      const uniqueName = nameOf(taskQueueSid);
      try {
        await (known ? update : create)(uniqueName, figures);
      } catch (error) {
        // Somebody else was faster, or the document went meanwhile: those who come later find good figures, or ask.
        if (!isAppError(error) || (error.code !== 'CONFLICT' && error.code !== 'NOT_FOUND')) throw error;
      }
    },
  };
}

function isKept(data: unknown): data is KeptFigures {
  return (
    typeof field(data, 'accepted') === 'number' &&
    typeof field(data, 'onShift') === 'boolean' &&
    typeof field(data, 'takenAt') === 'string'
  );
}
