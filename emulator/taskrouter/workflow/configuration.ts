import { TwilioError } from '../../rest/twilio-error';
import { compile, type Expression } from '../expression/expression';
import { ExpressionError } from '../expression/parse';

/** A workflow's configuration, checked, with its expressions ready to run. */
export interface WorkflowPlan {
  readonly filters: readonly Filter[];
  /** Where tasks go that match no filter, or were let through by all that they match. They wait there until their own time is over. */
  readonly defaultTarget: Target | undefined;
}

export interface Filter {
  readonly name: string;
  readonly expression: Expression;
  readonly targets: readonly Target[];
}

/** One routing step: a queue, and how long and for whom the task waits there. */
export interface Target {
  readonly queueSid: string;
  readonly priority: number | undefined;
  readonly timeoutSeconds: number | undefined;
  /** Over `task.…` and `worker.…`: narrows the queue's workers. */
  readonly expression: Expression | undefined;
  /** Over `workers.…`: leave this step at once when nobody can be reserved on entering it. */
  readonly skipIf: Expression | undefined;
  readonly orderBy: readonly WorkerOrder[];
  readonly knownWorker: KnownWorker | undefined;
}

export interface WorkerOrder {
  /** Path into the worker's attributes, without "worker.". */
  readonly path: readonly string[];
  readonly descending: boolean;
}

export interface KnownWorker {
  readonly by: 'sid' | 'friendly-name';
  /** Path into the task's attributes, or the value itself when it does not begin with "task.". */
  readonly source: string;
}

/**
 * Reads and checks a workflow's Configuration. `hasQueue` tells whether a TaskQueue of the workspace has that sid.
 * Numbers may come as strings. Throws TwilioError 400/20001, naming the place. Source: twilio.com/docs/taskrouter/workflow-configuration
 */
export function parseConfiguration(json: string, hasQueue: (sid: string) => boolean): WorkflowPlan {
  const routing = objectAt(parseJson(json), 'task_routing', 'configuration');
  const filters = routing.filters ?? [];
  if (!Array.isArray(filters)) throw invalid('task_routing.filters must be an array');
  const context = { hasQueue };
  return {
    filters: filters.map((filter: unknown, index) => readFilter(filter, `task_routing.filters[${index}]`, context)),
    defaultTarget:
      routing.default_filter === undefined || routing.default_filter === null
        ? undefined
        : { ...readTarget(routing.default_filter, 'task_routing.default_filter', context), timeoutSeconds: undefined },
  };
}

interface ReadContext {
  readonly hasQueue: (sid: string) => boolean;
}
type Fields = Readonly<Record<string, unknown>>;

function parseJson(json: string): Fields {
  try {
    return asObject(JSON.parse(json), 'configuration');
  } catch (error) {
    if (error instanceof TwilioError) throw error;
    throw invalid('configuration is not valid JSON');
  }
}

function readFilter(value: unknown, where: string, context: ReadContext): Filter {
  const fields = asObject(value, where);
  if (!Array.isArray(fields.targets) || fields.targets.length === 0) {
    throw invalid(`${where}.targets must be a non-empty array`);
  }
  // A target without a queue has that of the one before it.
  let queue: unknown;
  const targets = fields.targets.map((target: unknown, index) => {
    const place = `${where}.targets[${index}]`;
    const own = asObject(target, place);
    queue = own.queue || queue;
    return readTarget({ ...own, queue }, place, context);
  });
  return {
    name: optionalText(fields.filter_friendly_name ?? fields.friendly_name, `${where}.filter_friendly_name`) ?? '',
    expression: configuredExpression(requiredText(fields.expression, `${where}.expression`), `${where}.expression`),
    targets,
  };
}

function readTarget(value: unknown, where: string, context: ReadContext): Target {
  const fields = asObject(value, where);
  const queueSid = requiredText(fields.queue, `${where}.queue`);
  if (!context.hasQueue(queueSid))
    throw invalid(`${where}.queue: TaskQueue ${queueSid} does not exist in this workspace`);
  const expressionAt = (name: string): Expression | undefined => {
    const source = optionalText(fields[name], `${where}.${name}`);
    return source === undefined ? undefined : configuredExpression(source, `${where}.${name}`);
  };
  return {
    queueSid,
    priority: optionalNumber(fields.priority, `${where}.priority`),
    timeoutSeconds: optionalNumber(fields.timeout, `${where}.timeout`),
    expression: expressionAt('expression'),
    skipIf: expressionAt('skip_if'),
    orderBy: readOrder(optionalText(fields.order_by, `${where}.order_by`), `${where}.order_by`),
    knownWorker: readKnownWorker(fields, where),
  };
}

function readKnownWorker(fields: Fields, where: string): KnownWorker | undefined {
  const sid = optionalText(fields.known_worker_sid, `${where}.known_worker_sid`);
  if (sid !== undefined) return { by: 'sid', source: sid };
  const name = optionalText(fields.known_worker_friendly_name, `${where}.known_worker_friendly_name`);
  return name === undefined ? undefined : { by: 'friendly-name', source: name };
}

/** "worker.level DESC, worker.rank ASC" */
function readOrder(source: string | undefined, where: string): WorkerOrder[] {
  if (source === undefined) return [];
  return source.split(',').map(part => {
    const match = /^\s*worker\.([\w.$]+)(?:\s+(ASC|DESC))?\s*$/i.exec(part);
    if (!match?.[1]) throw invalid(`${where}: expected "worker.<attribute> ASC" or "… DESC", found "${part.trim()}"`);
    return { path: match[1].split('.'), descending: match[2]?.toUpperCase() === 'DESC' };
  });
}

/** Compiles an expression of a request; `where` names its parameter. Throws TwilioError 400/20001 with the parser's words. */
export function readExpression(source: string, where: string): Expression {
  try {
    return compile(source);
  } catch (error) {
    if (error instanceof ExpressionError) throw new TwilioError(400, 20001, `Invalid ${where}: ${error.message}`);
    throw error;
  }
}

function configuredExpression(source: string, where: string): Expression {
  return readExpression(source, `Workflow configuration: ${where}`);
}

function objectAt(fields: Fields, name: string, where: string): Fields {
  if (fields[name] === undefined) throw invalid(`${where}.${name} is missing`);
  return asObject(fields[name], name);
}

function asObject(value: unknown, where: string): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw invalid(`${where} must be an object`);
  return Object.fromEntries(Object.entries(value));
}

function requiredText(value: unknown, where: string): string {
  const text = optionalText(value, where);
  if (text === undefined) throw invalid(`${where} is missing`);
  return text;
}

/** Absent, null and "" say the same: exports of the Console write all three. */
function optionalText(value: unknown, where: string): string | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  if (typeof value !== 'string') throw invalid(`${where} must be a string`);
  return value;
}

function optionalNumber(value: unknown, where: string): number | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  const number = typeof value === 'string' && /^\s*\d+\s*$/.test(value) ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isInteger(number) || number < 0) {
    throw invalid(`${where} must be a whole number of 0 or more`);
  }
  return number;
}

function invalid(problem: string): TwilioError {
  return new TwilioError(400, 20001, `Invalid Workflow configuration: ${problem}`);
}
