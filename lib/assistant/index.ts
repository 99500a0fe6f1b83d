/**
 * The assistant that answers the phone, without any transport. A Function (or a socket) makes an input of what came in, calls `answer`,
 * and renders the reply:
 *
 *     const reply = await answer({ ...deps, store }, { id: `${turn}`, kind: 'speech', text, confidence });
 *
 * `say` is spoken; `then` says what comes next: listen or keys (gather; never written down when `secret`), wait (come back at once with
 * "continue"), or an ending with `handOver`, the whole story for the person. docs/decisions/ has why it is cut so.
 */
export { answer } from './answer';
export type { AssistantDeps, ConversationStore, SpendStore, TurnDeps } from './deps';
export { converse, type Answer } from './engine';
export { HAND_OVER_BYTES, handOverPackage, type HandOverPackage } from './hand-over';
export type { Input } from './input';
export type { JsonObject, JsonSchema, JsonValue, ObjectSchema } from './json-schema';
export type {
  LanguageModel,
  ModelEvent,
  ModelMessage,
  ModelRequest,
  ModelToolCall,
  TokenUsage,
  ToolDefinition,
  UserPart,
} from './model';
export type { Reply, TurnLedger } from './reply';
export {
  builtInTools,
  defaultLimits,
  type AssistantLanguage,
  type AssistantLimits,
  type AssistantSettings,
  type AssistantTopic,
  type BuiltInTool,
  type DigitsRange,
  type HttpToolSettings,
  type TokenPrice,
} from './settings';
export { newConversation, STATE_BYTES, type ConversationState } from './state';
export type { Ending, Tool, ToolContext, ToolResult, VerifiedAccount } from './tool';
export { assistantTools } from './tools';
export type {
  Appointment,
  Calendar,
  Callbacks,
  HttpFetch,
  OpenItem,
  OpenWork,
  Secrets,
  Slot,
  Todo,
  TodoList,
  ToolPorts,
} from './tools/ports';
export { wordsOf, type PartialWords, type Phrases, type Sentences, type Words } from './words';
