import { setting, type Visit } from './visit';

/** The talk with the assistant, of which a plan knows the first words and how it may end. */
export function visitAssistant(place: Visit): string {
  const { store, client, situation, to } = place;
  const { assistant } = client;
  const callsBack = client.callback && !assistant?.toolsOff?.includes('requestCallback');
  const leaves = (outcome: string) => to('return', setting(place, { outcome }));
  const greeting = assistant?.languages.find(each => each.language === client.language) ?? assistant?.languages[0];
  const talk = store.add({
    kind: 'talks',
    words: 'The caller and the assistant talk.',
    ways: [
      // Out of hours nobody is promised a person.
      ...(situation === 'open' ? [{ when: 'a person takes over', to: leaves('transfer') }] : []),
      ...(callsBack ? [{ when: 'wants a callback', to: leaves('callback') }] : []),
      { when: 'wants to leave a message', to: leaves('voicemail') },
      { when: 'has everything', to: leaves('done') },
      { when: 'the assistant breaks', to: leaves('failed'), fault: true },
    ],
  });
  return store.add({ kind: 'hears', words: greeting?.greeting ?? '', ways: [{ to: talk }] });
}
