/** One thing wrong with a flow, where it stands, and what to do about it. */
export interface Finding {
  /** "flows/voicemail.json" */
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  /** Name of the widget; '' for the flow as a whole. */
  readonly state: string;
  /** JSON pointer as Studio's own faults have it: "#/states/3/properties/url". */
  readonly path: string;
  readonly code: FindingCode;
  readonly message: string;
  readonly fix: string;
}

/** All that the linter looks for. */
export const findingCodes = {
  NOT_A_FLOW: 'the file is no flow at all',
  SCHEMA: 'Studio would refuse the definition',
  DANGLING: 'a transition leads to a widget that is not there',
  UNREACHABLE: 'no path comes to the widget',
  SILENT_END: 'a path ends a live call without a word',
  QUEUE_UNCHECKED: 'a path takes "the call left the queue" for "an agent answered"',
  LOOP: 'a path goes round until Studio stops the execution',
  FUNCTION_UNKNOWN: 'a URL is none of the built functions',
  FUNCTION_MISMATCH: 'function_sid and url name different functions',
  PARAMETER_UNKNOWN: 'a function is given what it does not read',
  PARAMETER_MISSING: 'a function is not given what it needs',
  PARAMETER_MALFORMED: 'a function would refuse what it is given',
  LIQUID_INVALID: 'a template is no Liquid',
  VARIABLE_UNKNOWN: 'a template reads what nothing ever sets',
  VARIABLE_UNSET: 'a template reads what is not set on every path to it',
  PLACEHOLDER_UNKNOWN: 'a placeholder has no value',
  PLACEHOLDER_NOT_RAW: 'text is taken raw',
  WORDS_IN_FLOW: 'a flow has words of its own',
  VOICE_IN_FLOW: 'a flow has a voice or language of its own',
  SID_IN_FLOW: 'a flow has a SID of one account',
  HOST_IN_FLOW: 'a flow has a host of its own',
  ADDRESS_IN_FLOW: 'a flow has a phone number or e-mail address of its own',
} as const;
export type FindingCode = keyof typeof findingCodes;

/** A finding before the file and the line are known. */
export type Remark = Omit<Finding, 'file' | 'line'>;
