export { coverage, type Coverage } from './coverage';
export { createEmulator, type Emulator } from './emulator';
export {
  localAccount,
  localAnthropic,
  localCalendar,
  localDeepgram,
  localMailgun,
  localPepper,
  type EmulatorOptions,
} from './options';
export type { LocalCalendar } from './caldav/caldav';
export type { LocalServers, ServerScript } from './servers/servers';
export type { LocalModel, ModelExchange } from './anthropic/anthropic';
export type { ModelTurn } from './anthropic/script';
export { createControlClient, type ControlClient, type ShownMail } from './control/client';
export { ControlError } from './control/control-error';
export { controlRoutes, type ControlRoute } from './control/routes';
export type { CallRequest as ControlCallRequest, EmulatorStatus } from './control/wire';
export type { Mail, MailAttachment } from './mailgun/mail';
export type { MailFiles } from './mailgun/mail-folder';
export { conditionHolds } from './studio/engine/split-operators';
export type { DefinitionFault } from './studio/definition/fault';
export { validateDefinition } from './studio/definition/validate';
export { widgetEvents } from './studio/widgets/registry';
export type { CallReport, CallRequest, PlacedCall } from './voice';
export type {
  AgentAnswer,
  AgentScript,
  CallerStep,
  ClockMode,
  Fault,
  StoreSnapshot,
  TimelineEntry,
  TimelineKind,
} from './contract';
