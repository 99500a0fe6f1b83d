import type { Collection, World } from '../contract';
import { invalid, TwilioError } from '../rest/twilio-error';
import type { ContainerRecord, SyncObject, SyncRecords } from './records';
import { parametersOf, tellWebhook, type SyncEvent } from './webhooks';

export type NamedKind = 'documents' | 'maps' | 'lists' | 'streams';

/** Twilio's limit of a unique name and of a map key. */
const MAX_NAME_LENGTH = 320;

/**
 * Sync's objects by sid or unique name. What has expired is removed when somebody comes across it: no timer watches over a TTL.
 */
export class SyncObjects {
  constructor(
    readonly world: World,
    readonly records: SyncRecords,
  ) {}

  nowMs(): number {
    return this.world.clock.now();
  }

  /** True when the object is to be treated as absent. */
  hasExpired({ date_expires: expires }: SyncObject): boolean {
    return expires !== null && Date.parse(expires) <= this.nowMs();
  }

  /** The object of a service that a sid or unique name means. */
  find<K extends NamedKind>(kind: K, serviceSid: string, key: string): ReturnType<SyncRecords[K]['get']>;
  find(kind: NamedKind, serviceSid: string, key: string): SyncObject | undefined {
    const { records } = this;
    const sid = records.names.get(nameSid(kind, serviceSid, key))?.target ?? key;
    const found = records[kind].get(sid);
    if (found?.service_sid !== serviceSid) return undefined;
    if (!this.hasExpired(found)) return found;
    this.remove(kind, found);
    return undefined;
  }

  /** Gives a new object its unique name. Throws 409/54301 when a living object of the kind has it. */
  claimName(kind: NamedKind, object: SyncObject & { unique_name: string | null }): void {
    const { unique_name: name, service_sid: serviceSid, sid } = object;
    if (name === null || name === '') return;
    checkName('UniqueName', name);
    if (this.find(kind, serviceSid, name)) throw new TwilioError(409, 54301, 'Unique name already exists');
    this.records.names.insert({ sid: nameSid(kind, serviceSid, name), target: sid });
  }

  /** Removes an object, its name and its items. */
  remove(kind: NamedKind, object: SyncObject & { unique_name: string | null }): void {
    const { records } = this;
    const { unique_name: name, service_sid: serviceSid, sid } = object;
    if (name !== null) records.names.delete(nameSid(kind, serviceSid, name));
    if (kind === 'maps') removeWhere(records.mapItems, item => item.map_sid === sid);
    if (kind === 'lists') removeWhere(records.listItems, item => item.list_sid === sid);
    for (const { sid: permission } of records.permissions.filter(({ object_sid }) => object_sid === sid))
      records.permissions.delete(permission);
    records[kind].delete(sid);
  }

  /** Removes all that a service holds. */
  removeAll(serviceSid: string): void {
    for (const kind of ['documents', 'maps', 'lists', 'streams'] as const) {
      for (const object of this.ofService(kind, serviceSid)) this.remove(kind, object);
    }
  }

  /** Tells the service's webhook, when it has one that hears of what REST does. `more` is said beside what the object says of itself. */
  tell(type: SyncEvent, object: SyncObject, more: Readonly<Record<string, string>> = {}): void {
    const service = this.records.services.get(object.service_sid);
    if (service) tellWebhook(this.world, service, { EventType: type, ...parametersOf(type, object), ...more });
  }

  private ofService(kind: NamedKind, serviceSid: string): (SyncObject & Pick<ContainerRecord, 'unique_name'>)[] {
    const isHere = ({ service_sid: sid }: SyncObject): boolean => sid === serviceSid;
    if (kind === 'documents') return this.records.documents.filter(isHere);
    return kind === 'streams' ? this.records.streams.filter(isHere) : this.records[kind].filter(isHere);
  }
}

/** Throws 400/20001 for a name that is empty or too long. */
export function checkName(parameter: string, name: string): string {
  if (name === '' || name.length > MAX_NAME_LENGTH) {
    throw invalid(`Invalid ${parameter}: must have 1 to ${MAX_NAME_LENGTH} characters`);
  }
  return name;
}

function nameSid(kind: NamedKind, serviceSid: string, name: string): string {
  return `${serviceSid} ${kind} ${name}`;
}

function removeWhere<R extends SyncObject>(records: Collection<R>, isGone: (record: R) => boolean): void {
  for (const { sid } of records.filter(isGone)) records.delete(sid);
}
