import { subscribe } from 'node:diagnostics_channel';

/** Published by node:http and by undici (fetch) when the head of an answer has arrived, before the caller sees it. */
const ANSWER_CHANNELS = ['http.client.response.finish', 'undici:request:headers'];

/** Ends this process half-way through a request. */
export interface KillSwitch {
  /**
   * Kills this process without warning once `answers` requests of it have been answered: the work is done at the other end and
   * nobody here learns of it. 0 kills at once; undefined disarms.
   */
  arm(answers: number | undefined): void;
}

/** Lets a test end a Function half-way, as a lost machine would. */
export function createKillSwitch(kill: () => void = killProcess): KillSwitch {
  let left: number | undefined;
  for (const channel of ANSWER_CHANNELS) {
    subscribe(channel, () => {
      if (left === undefined) return;
      left -= 1;
      if (left <= 0) kill();
    });
  }
  return {
    arm(answers) {
      left = answers;
      if (answers === 0) kill();
    },
  };
}

function killProcess(): void {
  process.kill(process.pid, 'SIGKILL');
}
