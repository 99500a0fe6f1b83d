import type { Route, World } from '../contract';
import { resource } from '../rest/resource';
import { TwilioError } from '../rest/twilio-error';
import { announce } from '../voice/conference/announce';
import type { ConferenceRecord } from '../voice/conference/conference';
import type { Conferences } from '../voice/conference/conferences';
import { methodOf, urlOf } from './call-requests';
import { inPeriod } from './period';

/** Conferences: read, ended, announced to. */
export function conferenceRoutes(world: World, conferences: Conferences): Route[] {
  return resource<ConferenceRecord>({
    world,
    document: 'api_v2010',
    path: '/2010-04-01/Accounts/{AccountSid}/Conferences.json',
    sidPrefix: 'CF',
    records: conferences.records,
    operations: ['fetch', 'list', 'update'],
    newestFirst: true,
    update: (record, _, { accountSid, parameters }) => {
      const { Status: status, AnnounceUrl: url, AnnounceMethod: method } = parameters;
      const conference = conferences.find(accountSid, record.sid);
      if (!conference) throw new TwilioError(404, 20404, `Conference ${record.sid} does not exist or is completed`);
      if (url) {
        const source = { url: urlOf('AnnounceUrl', url), method: methodOf(method) };
        announce(conference, [...conference.participants.values()], source);
      }
      if (status === 'completed') conference.end('conference-ended-via-api');
      return {};
    },
    keep: (record, query) =>
      is(record.friendly_name, query.get('FriendlyName')) &&
      is(record.status, query.get('Status')) &&
      inPeriod(record.date_created, 'DateCreated', query) &&
      inPeriod(record.date_updated, 'DateUpdated', query),
  });
}

function is(value: string, wanted: string | null): boolean {
  return wanted === null || value === wanted;
}
