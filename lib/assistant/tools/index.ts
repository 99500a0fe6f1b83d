import type { Client } from '../../config';
import { AppError } from '../../errors';
import type { AssistantSettings } from '../settings';
import { engineTools, type Tool } from '../tool';
import { openWorkTools, todoTools } from './account-tools';
import { calendarTools } from './calendar-tools';
import { httpTool } from './http-tool';
import { endCall, leaveVoicemail, openingHours, requestCallback, transferToPerson } from './line-tools';
import type { ToolPorts } from './ports';

/**
 * All tools of a client's assistant: the built-in ones whose port is there and that the file leaves on, and those that the file declares.
 * Always in the same order, as prompt caches want it. Throws CLIENT_FILE_INVALID for a declared tool with a taken name or a bad address.
 */
export function assistantTools(client: Client, settings: AssistantSettings, ports: ToolPorts): Tool[] {
  const off: readonly string[] = settings.toolsOff ?? [];
  const builtIn = [
    openingHours(client, settings),
    ...(settings.topics.length > 0 ? [transferToPerson(settings)] : []),
    leaveVoicemail(client, settings),
    requestCallback(client, settings, ports.callbacks),
    endCall(),
    ...(ports.openWork ? openWorkTools(ports.openWork) : []),
    ...(ports.todos ? todoTools(ports.todos) : []),
    ...(ports.calendar ? calendarTools(ports.calendar) : []),
  ].filter(({ name }) => !off.includes(name));
  return [...builtIn, ...declared(settings, ports, builtIn)];
}

function declared(settings: AssistantSettings, { http, secrets }: ToolPorts, builtIn: readonly Tool[]): Tool[] {
  if (!http || !secrets) return [];
  const taken = new Set<string>([...engineTools, ...builtIn.map(({ name }) => name)]);
  return (settings.httpTools ?? []).map(each => {
    if (taken.has(each.name) || !/^[a-zA-Z]\w{0,63}$/.test(each.name))
      throw new AppError('CLIENT_FILE_INVALID', `The tool name "${each.name}" is taken or malformed.`);
    taken.add(each.name);
    return httpTool(each, { http, secrets });
  });
}
