import type { Collection, Route, World } from '../contract';
import { resource } from '../rest/resource';
import type { CallRecord } from '../voice/call-record';
import { callJournal, keepCallJournal, type CallEventRecord, type NotificationRecord } from './call-journal';
import { inPeriod } from './period';

const ACCOUNT = '/2010-04-01/Accounts/{AccountSid}';

/** What went wrong in calls, of the account and of one call; and what was asked of the application in one call, oldest first. Kept from now on. */
export function callTroubleRoutes(world: World): Route[] {
  keepCallJournal(world);
  const { notifications, events } = callJournal(world);
  const calls: Collection<CallRecord> = world.store.collection('api.calls');
  const parents = { CallSid: (sid: string) => calls.get(sid) };
  const ofNotifications = [
    [`${ACCOUNT}/Notifications.json`, {}] as const,
    [`${ACCOUNT}/Calls/{CallSid}/Notifications.json`, { parents }] as const,
  ].flatMap(([path, under]) =>
    resource<NotificationRecord>({
      world,
      document: 'api_v2010',
      path,
      sidPrefix: 'NO',
      records: notifications,
      operations: ['fetch', 'list'],
      newestFirst: true,
      keep: (record, query) =>
        (!query.get('Log') || query.get('Log') === record.log) && inPeriod(record.message_date, 'MessageDate', query),
      ...under,
    }),
  );
  const ofEvents = resource<CallEventRecord>({
    world,
    document: 'api_v2010',
    path: `${ACCOUNT}/Calls/{CallSid}/Events.json`,
    sidPrefix: 'VW',
    records: events,
    operations: ['list'],
    parents,
  });
  return [...ofNotifications, ...ofEvents];
}
