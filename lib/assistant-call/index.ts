/**
 * The assistant on the phone: what Twilio's webhooks bring becomes an input of `lib/assistant`, and its reply becomes what the caller hears and
 * what is listened for. Knows TwiML by its steps only, and Studio by where a call goes back to.
 */
export { deskCallbacks, deskOpenWork, type CallFacts } from './callbacks';
export { endCall, isOver, toldNext } from './end-call';
export { dialStatuses, heardInput, returnedInput, type DialStatus, type Heard } from './input';
export { callPlaceOf, leaveTo, pathOf, type CallPlace, type Outcome } from './place';
export {
  forgetTurn,
  understandTurn,
  type RecognisedTurn,
  type TurnRecogniser,
  type TurnRecordings,
  type UnderstoodTurn,
} from './recorded';
export { sipHeaders, type PutThrough } from './sip-headers';
export { replySteps, type Telling } from './steps';
export { storyKeys, tellStory, type AssistedCallAttributes, type Story, type StoryFacts } from './story';
export { takeTurn, type AssistantDesk } from './take-turn';
