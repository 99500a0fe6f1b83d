export { localTime, type LocalTime } from './local-time';
export { openingAt, type LineState } from './opening';
export { whatApplies, whatAppliesKeys, type WhatApplies } from './what-applies';
export { HOLD_MUSIC_SECONDS, waitStep } from './wait';
