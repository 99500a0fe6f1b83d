import { changesOf, openClientAccounts, type ClientAccounts } from '../support/client-accounts';
import { leaveMessage } from '../support/line';

/** Monday night in Los Angeles, Tuesday before hours in New York and San Juan: all are closed. */
const NIGHT = '2026-11-23T22:00:00-08:00';
const names = ['sample', 'harbor-legal', 'faro-travel'];

let accounts: ClientAccounts;
beforeAll(async () => {
  accounts = await openClientAccounts(names, NIGHT);
  for (const name of names) await accounts.deploy(name);
}, 30_000);
afterAll(() => accounts.close());

const heardOn = async (number: string): Promise<string> => {
  const { timeline } = await accounts.call({ to: number, caller: leaveMessage });
  return timeline
    .filter(({ kind }) => kind === 'heard')
    .map(({ text }) => text)
    .join('\n');
};

test('each line works by a call, with its own words, task and mail', async () => {
  for (const client of accounts.clients) {
    const mailsBefore = (await accounts.control.mails()).length;
    for (const { number, greetings, line } of client.numbers) {
      const closed = greetings?.closed ?? client.greetings.closed;
      const first = line === 'assistant' ? (client.assistant?.languages[0]?.greeting ?? '') : closed;
      expect(await heardOn(number)).toContain(first.slice(0, 60));
    }
    const mails = (await accounts.control.mails()).slice(mailsBefore);
    expect(mails).toHaveLength(client.numbers.length);
    for (const mail of mails) expect(mail.to).toEqual(client.email.recipients);
    expect(accounts.belongings(client.client)).toContain('"taskType\\":\\"voicemail\\"');
  }
});

test('nothing of one client is in the account of another', () => {
  for (const owner of accounts.clients) {
    const text = accounts.belongings(owner.client);
    expect(text.length).toBeGreaterThan(10_000);
    expect(text).toContain(owner.name);
    for (const other of accounts.clients.filter(each => each !== owner)) {
      const marks = [other.name, other.accountSid, other.email.domain, ...other.numbers.map(each => each.number)];
      expect(marks.filter(mark => text.includes(mark))).toEqual([]);
    }
  }
});

test('a ledger that waits for its first voicemail is no drift: Terraform knows no Sync maps', async () => {
  const all = accounts.emulator.snapshot();
  const maps = Object.keys(all).filter(name => /^sync\..*maps$/i.test(name));
  expect(maps).toHaveLength(1);
  accounts.emulator.restore({ ...all, ...Object.fromEntries(maps.map(name => [name, []])) });
  for (const name of names) expect((await accounts.drift(name)).drifts).toEqual([]);
  accounts.emulator.restore(all);
});

test('a second deployment changes nothing in any account, also when all are deployed at once from one checkout', async () => {
  const before = accounts.emulator.snapshot();
  for (const report of await Promise.all(names.map(name => accounts.deploy(name)))) {
    expect(report.code).toMatchObject({ outcome: 'unchanged', changed: [] });
    expect(changesOf(report)).toEqual([]);
  }
  // Functions that were tried have written to their logs, which is no change of a line.
  const { 'serverless.logs': _ran, ...after } = accounts.emulator.snapshot();
  const { 'serverless.logs': _had, ...was } = before;
  expect(after).toEqual(was);
});

test('a changed greeting changes one thing, and the next caller hears it; a rollback takes it back', async () => {
  const client = 'harbor-legal';
  const [number = ''] = accounts.clients.find(each => each.client === client)?.numbers.map(each => each.number) ?? [];
  const others = () => names.filter(name => name !== client).map(name => accounts.belongings(name));
  const before = others();
  accounts.project.edit(`clients/${client}.yaml`, yaml =>
    yaml.replace('closed: You have reached', 'closed: Good night. You have reached'),
  );
  const foreseen = await accounts.deploy(client, { dryRun: true });
  expect(foreseen.code).toMatchObject({ outcome: 'would be deployed', changed: ["the client's file"] });
  expect(await heardOn(number)).not.toContain('Good night.');
  const report = await accounts.deploy(client);
  expect(report.code).toMatchObject({ outcome: 'deployed', changed: ["the client's file"] });
  expect(changesOf(report)).toEqual([]);
  expect(await heardOn(number)).toContain('Good night. You have reached');
  const { putBack } = await accounts.rollback(client);
  expect(putBack).toMatchObject([{ kind: 'build', from: report.buildSid }]);
  expect(await heardOn(number)).not.toContain('Good night.');
  expect(others()).toEqual(before);
});
