import type { World } from '../../contract';
import type { LogRecord, ServerlessRecords } from '../records';
import type { LogLevel } from '../worker/protocol';
import type { DeployedFunction } from './functions-runtime';

/** Lines that the Logs API keeps; older ones go. */
const KEPT_LINES = 10_000;

/** Whose lines these are. */
export interface LogSource extends DeployedFunction {
  readonly requestSid: string;
  readonly callSid?: string;
}

/** Keeps what Functions write to the console where Twilio does, the Logs API, and shows it on the timeline. */
export function createFunctionLog(world: World, records: ServerlessRecords) {
  const retention = createRetention(records);
  return function openLog(source: LogSource) {
    const { environment, build, version, requestSid, callSid } = source;
    return function write(level: LogLevel, message: string): void {
      const atMs = world.clock.now();
      const sid = world.ids.sid('NO');
      const record: LogRecord = {
        sid,
        account_sid: version.account_sid,
        service_sid: version.service_sid,
        environment_sid: environment.sid,
        build_sid: build.sid,
        deployment_sid: deploymentOf(records, environment.sid),
        function_sid: version.function_sid,
        request_sid: requestSid,
        level,
        message,
        date_created: new Date(atMs).toISOString(),
      };
      records.logs.insert(record);
      retention.kept(sid);
      const detail = { level, path: version.path, requestSid };
      world.bus.emit('timeline', {
        atMs,
        kind: 'log',
        text: message,
        detail,
        ...(callSid !== undefined && { callSid }),
      });
    };
  };
}

function deploymentOf({ deployments }: ServerlessRecords, environmentSid: string): string | null {
  return deployments.filter(({ environment_sid }) => environment_sid === environmentSid).at(-1)?.sid ?? null;
}

/** Forgets the oldest lines, in batches, by sid: the collection would have to be listed anew after each insertion. */
function createRetention({ logs }: ServerlessRecords): { kept(sid: string): void } {
  let sids = logs.all().map(({ sid }) => sid);
  return {
    kept(sid) {
      sids.push(sid);
      if (sids.length < KEPT_LINES * 1.1) return;
      for (const old of sids.slice(0, -KEPT_LINES)) logs.delete(old);
      sids = sids.slice(-KEPT_LINES);
    },
  };
}
