export { afterQueue, afterQueueKeys, type AfterQueue } from './after-queue';
export { localTime, shiftDate, weekdayOf, type LocalTime } from './local-time';
export { chooseFromMenu, chosenKeys, type Chosen } from './menu';
export { firstMomentOf, nextOpening } from './next-opening';
export { takesMessagesAfterHours } from './offer';
export { openingAt, startsOn, type LineState } from './opening';
export { whatApplies, whatAppliesKeys, type WhatApplies } from './what-applies';
export { HOLD_MUSIC, HOLD_MUSIC_SECONDS, waitStep } from './wait';
