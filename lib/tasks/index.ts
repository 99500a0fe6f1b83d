export {
  isAnswered,
  isOpen,
  SCHEMA,
  taskStatuses,
  type CallBackData,
  type CallbackAttributes,
  type Conversations,
  type LinekitMark,
  type TaskStatus,
  type VoicemailAttributes,
} from './attributes';
export { callbackAttributes, type CallbackFacts } from './callback-task';
export { optedOut, type OptOut } from './insights';
export { ATTRIBUTES_BYTES, mergeAttributes, writeAttributes, type AttributeChange } from './merge';
export { parseTaskAttributes, type ParsedTask } from './parse';
export { storyRoom, VOICEMAIL_STORY_BYTES, withStory, type StoryTeller, type TalkStory } from './story';
export { taskTranscript, voicemailAttributes, WITHHELD_NAME, type VoicemailFacts } from './voicemail-task';
