import path from 'node:path';

import { createAnthropic } from './anthropic/anthropic';
import type { LocalModel } from './anthropic/anthropic';
import { createCaldav } from './caldav/caldav';
import type { LocalCalendar } from './caldav/caldav';
import type { Product } from './contract';
import { createDeepgram } from './deepgram/deepgram';
import { createFlex } from './flex/flex';
import { createIam } from './iam/iam';
import { createInHouseApi } from './in-house-api';
import type { Iam } from './iam/iam';
import { createDemo } from './demo/demo';
import { createEvents } from './events/events';
import { createMailgun } from './mailgun/mailgun';
import type { Mailgun } from './mailgun/mailgun';
import { localAnthropic, localCalendar, localDeepgram, localMailgun } from './options';
import type { EmulatorOptions } from './options';
import { createMessaging } from './messaging/messaging';
import { createServerless } from './serverless/serverless';
import { createServers } from './servers/servers';
import type { LocalServers } from './servers/servers';
import { createStudio } from './studio/studio';
import { createSync } from './sync/sync';
import { createTaskrouter } from './taskrouter/taskrouter';
import type { Taskrouter } from './taskrouter/taskrouter';
import { createVoice } from './voice';
import { createVoiceConfiguration } from './voice-configuration/voice-configuration';
import type { Voice } from './voice';
import type { ControlledWorld } from './world';

/** All products, put together: the table of contents of the local cloud. */
export interface Cloud {
  readonly products: readonly Product[];
  readonly voice: Voice;
  readonly taskrouter: Taskrouter;
  readonly iam: Iam;
  readonly mailgun: Mailgun;
  readonly model: LocalModel;
  /** Undefined when the options name no collection. */
  readonly calendar: LocalCalendar | undefined;
  readonly servers: LocalServers;
}

/** Puts the products together. `gateway` is asked when the first Function runs: where its traffic goes. */
export function createCloud(
  world: ControlledWorld,
  options: EmulatorOptions,
  gateway: () => { readonly port: number; readonly caFile: string },
): Cloud {
  const { calendarUrl: url, paymentConnectors, projectFolder = process.cwd() } = options;
  // Voice and TaskRouter need each other: each asks for the other when a call comes.
  const voice: Voice = createVoice(world, { work: () => taskrouter.work, api: () => api, paymentConnectors });
  const taskrouter: Taskrouter = createTaskrouter(world, {
    calls: () => voice.calls,
    ...(options.rateLimits !== undefined && { rateLimits: options.rateLimits }),
  });
  const mailFolder = options.dataFolder && path.join(options.dataFolder, 'mails');
  const mailgun = createMailgun(world, { ...(options.mailgun ?? localMailgun), ...(mailFolder && { mailFolder }) });
  const deepgram = createDeepgram(world, { ...(options.deepgram ?? localDeepgram), wordsIn: voice.wordsIn });
  const anthropic = createAnthropic(world, { ...localAnthropic, ...options.anthropic });
  const caldav = url === undefined ? undefined : createCaldav(world, { url, ...localCalendar });
  const others = createServers(world, options.servers ?? []);
  const iam = createIam(world);
  const messaging = createMessaging(world).product;
  const serverless = createServerless(world, { ...options, projectFolder, gateway });
  const api = createInHouseApi(world, () => [voice.product, messaging, taskrouter.product]);
  return {
    products: [
      voice.product,
      messaging,
      createStudio(world, { api, limits: taskrouter.limits }).product,
      taskrouter.product,
      createSync(world).product,
      createFlex(world, api).product,
      createVoiceConfiguration(world).product,
      createEvents(world).product,
      ...serverless.products,
      ...createDemo(),
      mailgun.product,
      deepgram.product,
      anthropic.product,
      iam.product,
      ...(caldav ? [caldav.product] : []),
      others.product,
    ],
    voice,
    taskrouter,
    iam,
    mailgun,
    model: anthropic.model,
    calendar: caldav?.calendar,
    servers: others.servers,
  };
}
