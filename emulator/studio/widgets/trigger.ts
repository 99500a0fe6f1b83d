import { leave, type Widget } from './widget';

/** Where every execution begins. It leaves by the kind of event that started the execution; the engine says which. */
export const trigger: Widget = {
  type: 'trigger',
  properties: { offset: { type: 'object' } },
  events: ['incomingMessage', 'incomingCall', 'incomingConversationMessage', 'incomingRequest', 'incomingParent'],
  behaviour: {
    enter: () => leave('incomingCall'),
  },
};
