import type { ApiRequest } from '../contract';
import { conversationFault } from './conversation';
import { Failure, invalid } from './failure';
import { models, type ModelRules } from './models';
import { toolFault } from './tool-schemas';
import { messagesRequest, type MessagesRequest } from './wire';

/** The API's versions. Source: @anthropic-ai/sdk 1.12.0 sends the newest; the older one stays in service. */
const VERSIONS = ['2023-06-01', '2026-10-21'];
/** Parameters that the newest version of the API has no more. */
const SAMPLING = ['temperature', 'top_p', 'top_k'] as const;
/** Source: platform.claude.com, "Prompt caching". */
const MOST_CACHE_MARKS = 4;

/** The request, when Anthropic would take it. Throws its refusal otherwise. */
export function readRequest({ headers, body }: ApiRequest, key: string): MessagesRequest {
  const version = headers['anthropic-version'];
  const given = headers['x-api-key'] ?? /^bearer (.+)$/i.exec(headers.authorization ?? '')?.[1];
  if (given === undefined) throw new Failure('authentication_error', 'x-api-key header is required');
  if (given !== key) throw new Failure('authentication_error', 'invalid x-api-key');
  if (typeof version !== 'string') throw invalid('anthropic-version: header is required');
  if (!VERSIONS.includes(version)) throw invalid(`anthropic-version: "${version}" is not a valid version`);
  const request = parse(body);
  const rules = models[request.model];
  if (!rules) throw new Failure('not_found_error', `model: ${request.model}`);
  const fault =
    parameterFault(request, rules, version) ?? toolFault(request.tools ?? []) ?? conversationFault(request, rules);
  if (fault !== undefined) throw invalid(fault);
  return request;
}

function parse(body: Buffer): MessagesRequest {
  let value: unknown;
  try {
    value = JSON.parse(body.toString('utf8'));
  } catch {
    throw invalid('The request body is not valid JSON');
  }
  refuseAbsent(value);
  const read = messagesRequest.safeParse(value);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  if (issue?.code === 'unrecognized_keys')
    throw invalid(`${[...issue.path, issue.keys[0]].join('.')}: Extra inputs are not permitted`);
  const path = issue?.path.join('.') ?? '';
  const missing = issue?.code === 'invalid_type' && /received undefined/.test(issue.message);
  throw invalid(`${path}: ${missing ? 'Field required' : (issue?.message ?? 'Invalid request')}`);
}

/** What the vendor has and the double has not says so, and is no fault of the client's. */
function refuseAbsent(value: unknown): void {
  if (typeof value !== 'object' || value === null) return;
  const named = ['container', 'diagnostics', 'inference_geo', 'speed', 'mcp_servers', 'betas'];
  const absent = named.find(name => name in value);
  const tools = 'tools' in value && Array.isArray(value.tools) ? (value.tools as unknown[]) : [];
  const server = tools.some(
    tool =>
      typeof tool === 'object' && tool !== null && 'type' in tool && ![null, 'custom'].includes(tool.type as null),
  );
  if (absent !== undefined || server)
    throw new Failure('not_implemented', `The local Anthropic has not implemented ${absent ?? 'server tools'}.`);
}

function parameterFault(request: MessagesRequest, rules: ModelRules, version: string): string | undefined {
  const sampled = SAMPLING.find(name => request[name] !== undefined);
  if (sampled && version === '2026-10-21') return `${sampled}: Extra inputs are not permitted`;
  if (sampled && !rules.sampling) return `\`${sampled}\` is deprecated for this model.`;
  const marks = JSON.stringify(request).split('"cache_control":{').length - 1;
  if (marks > MOST_CACHE_MARKS)
    return `A maximum of ${MOST_CACHE_MARKS} blocks with cache_control may be provided. Found ${marks}.`;
  if (request.output_config?.effort && !rules.effort) return 'This model does not support the effort parameter.';
  const choice = request.tool_choice?.type;
  if (!rules.forcedTools && (choice === 'any' || choice === 'tool'))
    return 'tool_choice: type "tool" and "any" are not supported for this model.';
  if (choice !== undefined && choice !== 'none' && !request.tools?.length)
    return 'tool_choice: may only be specified while providing tools.';
  return thinkingFault(request, rules);
}

function thinkingFault({ thinking, output_config }: MessagesRequest, rules: ModelRules): string | undefined {
  if (!thinking) return undefined;
  if (!rules.thinking.includes(thinking.type))
    return (
      `"thinking.type.${thinking.type}" is not supported for this model. ` +
      'Use "thinking.type.adaptive" and "output_config.effort" to control thinking behavior.'
    );
  if (thinking.type !== 'enabled' && thinking.budget_tokens !== undefined)
    return `thinking.${thinking.type}.budget_tokens: Extra inputs are not permitted`;
  if (thinking.type === 'enabled' && thinking.budget_tokens === undefined)
    return 'thinking.enabled.budget_tokens: Field required';
  const hard = output_config?.effort === 'xhigh' || output_config?.effort === 'max';
  return thinking.type === 'disabled' && hard
    ? 'thinking: type "disabled" is only supported with effort "high" or below for this model.'
    : undefined;
}
