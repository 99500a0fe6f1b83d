import { captureConsole } from './console';
import { emulateDate } from './emulated-date';
import { replaceProcessEnvironment, replaceTemporaryFolder } from './environment';
import { createKillSwitch } from './kill-switch';
import { toFunctionError, type LogLevel, type StartMessage, type WorkerMessage } from './protocol';
import { answerNames } from './names';
import { redirectConnections } from './redirect';
import { createRequests } from './requests';
import { serveFunctions } from './serve-functions';
import { shareConnections } from './shared-connections';

function tell(message: WorkerMessage, sent?: () => void): void {
  process.send?.(message, undefined, {}, () => sent?.());
}

const requests = createRequests();

function ofRequest(): { request?: number } {
  const request = requests.current();
  return request === undefined ? {} : { request };
}

/**
 * An error that nobody caught ends the process: the request that ran gets 500, the next one a fresh process. When it comes of what an earlier request left
 * behind, the one that runs now is not touched.
 */
function crash(thrown: unknown): void {
  const error = toFunctionError(thrown);
  if (requests.isOpen()) tell({ type: 'crash', error }, () => process.exit(1));
  else tell({ type: 'spoiled', error, ...ofRequest() });
}

function start(message: StartMessage): void {
  redirectConnections(message.gatewayPort);
  answerNames();
  shareConnections();
  replaceProcessEnvironment(message.environment);
  replaceTemporaryFolder(message.baseDir);
  const log = (level: LogLevel, line: string) => tell({ type: 'log', level, message: line, ...ofRequest() });
  captureConsole(log);
  const server = serveFunctions(message, {
    date: emulateDate(),
    killSwitch: createKillSwitch(),
    requests,
    log,
    done: () => tell({ type: 'done' }),
  });
  server.listen(message.socketPath, () => tell({ type: 'ready' }));
}

process.on('uncaughtException', crash);
process.on('disconnect', () => process.exit(0));
// The front sends exactly this, once.
process.once('message', message => start(message as StartMessage));
