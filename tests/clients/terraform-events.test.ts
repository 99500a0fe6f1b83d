import { describeFamily } from './terraform-family';

describeFamily(
  "Event Streams, with Twilio's own provider twilio/twilio 0.18.46",
  ['official-provider.tf', 'events.tf'],
  family => {
    const second = ['-var', 'changed=true'];
    const listed = (kind: string, key: string) => family.list(`https://events.twilio.com/v1/${kind}`, key);

    test('a sink, a subscription and another of its events are made; a second plan is empty', async () => {
      expect(new Set(Object.values(await family.plan()))).toEqual(new Set(['create']));
      await family.run('apply', 'plan');
      expect(await listed('Sinks', 'sinks')).toMatchObject([{ description: 'Desk first', sink_type: 'webhook' }]);
      const [subscription] = await listed('Subscriptions', 'subscriptions');
      expect(subscription).toMatchObject({ description: 'Tasks first' });
      const events = await listed(`Subscriptions/${String(subscription?.['sid'])}/SubscribedEvents`, 'types');
      expect(events.map(({ type }) => type).sort()).toEqual([
        'com.twilio.taskrouter.reservation.created',
        'com.twilio.taskrouter.task.created',
      ]);
      expect(await family.plan()).toEqual({});
    });

    test('what is changed is read back; then a plan is empty again', async () => {
      await family.plan(...second);
      await family.run('apply', 'plan');
      expect(await listed('Sinks', 'sinks')).toMatchObject([{ description: 'Desk second' }]);
      expect(await listed('Subscriptions', 'subscriptions')).toMatchObject([{ description: 'Tasks second' }]);
      expect(await family.plan(...second)).toEqual({});
    });

    test('a sink that the state forgot is imported; destroy leaves nothing', async () => {
      const [sink] = await listed('Sinks', 'sinks');
      await family.run('state', 'rm', 'twilio_events_sinks_v1.desk');
      await family.run('import', ...second, 'twilio_events_sinks_v1.desk', String(sink?.['sid']));
      expect(await family.plan(...second)).toEqual({});
      await family.run('destroy', '-auto-approve', ...second);
      expect(await listed('Sinks', 'sinks')).toEqual([]);
      expect(await listed('Subscriptions', 'subscriptions')).toEqual([]);
    });
  },
);
