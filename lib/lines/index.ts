export { localTime, type LocalTime } from './local-time';
export { openingAt, type LineState } from './opening';
export { whatApplies, whatAppliesKeys, type WhatApplies } from './what-applies';
export { waitStep } from './wait';
