import { flowValues, type FlowClient } from '../flow-values';
import type { TemplateValues } from '../render';

const sid = (prefix: string): string => `${prefix}${'0'.repeat(32)}`;

const client: FlowClient = {
  language: 'en-US',
  voice: 'Polly.Joanna-Neural',
  greetings: { apology: 'We are sorry.' },
  answer: { waitSeconds: 30 },
  voicemail: { maxSeconds: 120, silenceSeconds: 5 },
};

/** A value of the right form for every placeholder, so that a flow can be judged without a client or an account. */
export function standIns(functionPaths: readonly string[]): TemplateValues {
  return flowValues(client, {
    domain: 'linekit-0000-dev.twil.io',
    serviceSid: sid('ZS'),
    environmentSid: sid('ZE'),
    workflowSid: sid('WW'),
    voiceChannelSid: sid('TC'),
    functionSids: new Map(functionPaths.map(path => [path, sid('ZH')])),
  });
}
