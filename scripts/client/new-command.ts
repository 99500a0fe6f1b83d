import { existsSync, writeFileSync } from 'node:fs';
import { Command } from 'commander';
import { readClient } from '../../lib/config/read-client';
import { badInput } from '../command-error';
import { inProject } from '../project';
import { coloursFor } from '../terminal/colours';
import { print, printJson } from '../terminal/print';
import { table } from '../terminal/table';
import { clientNames, faultLines, type ClientCheck } from './client-file';
import { refuseSharedClaims } from './neighbours';
import { askPerson } from './new/ask-person';
import { composeClient } from './new/compose';
import { answersOfFlags, answersOfPerson } from './new/gather';
import type { Answers } from './new/questions';

interface NewFlags {
  readonly name?: string;
  readonly accountSid?: string;
  readonly language?: string;
  readonly voice?: string;
  readonly timeZone?: string;
  readonly number?: readonly string[];
  readonly email?: readonly string[];
  readonly domain?: string;
  readonly region?: string;
  readonly sender?: string;
  readonly json?: true;
}

const HELP = `
On a terminal it asks for what is not given; elsewhere it names what is missing and exits with 2. Hours, words and policy
are the usual ones, for you to change in the file. An existing file is never touched.

Examples:
  $ npx linekit client new
  $ npx linekit client new acme --name "Acme Dental" --account-sid AC… --time-zone chicago \\
      --number "312 555 0142:voice-direct" --number "312 555 0143:voicemail" \\
      --email desk@acme.example --domain mg.acme.example`;

const collect = (value: string, before: readonly string[] = []): readonly string[] => [...before, value];

/** `linekit client new [name]`: a client's file, with comments, that passes the check. */
export function newCommand(): Command {
  return new Command('new')
    .description("write a new client's file, with comments")
    .argument('[name]', 'name of the file in clients/, without .yaml')
    .option('--name <name>', 'how people call the client')
    .option('--account-sid <sid>', 'its Twilio account')
    .option('--number <number:line>', 'a phone number and its kind of line; may be repeated', collect)
    .option('--time-zone <zone>', 'IANA name, or a city')
    .option('--language <tag>', 'what callers hear (default: en-US)')
    .option('--voice <voice>', "a voice of Twilio's <Say> (default: a usual one of the language)")
    .option('--email <address>', 'who gets the voicemails; may be repeated', collect)
    .option('--domain <domain>', "Mailgun's sending domain")
    .option('--region <region>', "Mailgun's region: us or eu (default: us)")
    .option('--sender <sender>', 'sender of the mails (default: "NAME voicemail <voicemail@DOMAIN>")')
    .option('--json', 'print one JSON report')
    .addHelpText('after', HELP)
    .action(async (client: string | undefined, flags: NewFlags) => {
      const check = writeClient(await gather(client, flags));
      if (flags.json)
        printJson({ client: check.client, file: check.file, ok: !check.faults.length, faults: check.faults });
      else print(report(check));
    });
}

async function gather(client: string | undefined, flags: NewFlags): Promise<Answers> {
  if (client !== undefined) refuseExisting(client);
  const { number, email, json, ...rest } = flags;
  const given: Partial<Answers> = {
    ...rest,
    ...(client !== undefined && { client }),
    ...(number && { numbers: number.join(', ') }),
    ...(email && { emails: email.join(', ') }),
  };
  if (json || !process.stdin.isTTY || !process.stderr.isTTY) return answersOfFlags(given);
  const person = askPerson();
  return answersOfPerson(given, person).finally(() => person.close());
}

function refuseExisting(client: string): void {
  const file = `clients/${client}.yaml`;
  if (!existsSync(inProject(file))) return;
  throw badInput(
    'CLIENT_EXISTS',
    `${file} is there already and stays as it is. There is: ${clientNames().join(', ')}.`,
  );
}

function writeClient(answers: Answers): ClientCheck {
  const { client } = answers;
  refuseExisting(client);
  const file = `clients/${client}.yaml`;
  const text = composeClient(answers);
  const { client: written, faults = [] } = readClient(text);
  if (written) refuseSharedClaims(written, inProject('clients'));
  writeFileSync(inProject(file), text, { flag: 'wx' });
  return { client, file, faults };
}

function report(check: ClientCheck): string {
  const colours = coloursFor(process.stdout);
  const { client, file, faults } = check;
  const steps = [
    [`$ npx linekit client plan ${client}`, 'what callers will meet: hours, words, where each path ends'],
    [`$ npx linekit start --client ${client}`, 'the line on this computer, to call and to look at'],
    [`$ npx linekit deploy ${client}`, 'the line for callers'],
  ];
  const head = faults.length === 0 ? `${colours.green('✓')} ${file} is written and holds.` : toDo(check);
  return `${head}\nHours, words and policy in it are the usual ones: change what is different here. Then:\n${table(steps)}`;
}

function toDo(check: ClientCheck): string {
  const lines = faultLines(check).map(line => `  ${line}`);
  return `${check.file} is written. These words only you can write:\n${lines.join('\n')}`;
}
