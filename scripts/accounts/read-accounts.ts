import { createHash } from 'node:crypto';
import type { Client } from '../../lib/config';
import { isPhoneNumber } from '../../lib/phone';
import { accountIdPattern, isWeakPin } from '../../lib/pin';
import { readCsv, type CsvRow } from './csv';

/** An account as somebody wrote it down; the PIN is on its way to a hash. */
export interface GivenAccount {
  readonly accountId: string;
  readonly accountNumber: string;
  readonly name?: string;
  readonly numbers: readonly string[];
  /** Without one an account that is there keeps its own. */
  readonly pin?: string;
}

export interface ReadAccounts {
  readonly accounts: readonly GivenAccount[];
  /** "line 3: …"; never with a PIN in it. */
  readonly faults: readonly string[];
}

const columns = ['id', 'account', 'name', 'numbers', 'pin'];

/** Accounts of a CSV file, or all that is wrong with it. */
export function readAccounts(text: string, client: Client, allowWeakPins: boolean): ReadAccounts {
  let rows: CsvRow[];
  try {
    rows = readCsv(text);
  } catch (error) {
    return { accounts: [], faults: [error instanceof Error ? error.message : String(error)] };
  }
  const unknown = Object.keys(rows[0]?.fields ?? {}).filter(name => !columns.includes(name));
  if (unknown.length > 0)
    return { accounts: [], faults: [`line 1: expected the columns ${columns.join(', ')}, not ${unknown.join(', ')}`] };
  const read = rows.map(row => readRow(row, client, allowWeakPins));
  return {
    accounts: read.map(({ account }) => account),
    faults: [
      ...(rows.length === 0 ? ['there is no account in it'] : []),
      ...read.flatMap(({ faults }) => faults),
      ...twice(rows),
    ],
  };
}

function readRow({ line, fields }: CsvRow, client: Client, allowWeakPins: boolean) {
  const accountNumber = fields['account'] ?? '';
  const accountId = fields['id'] || madeId(accountNumber);
  const numbers = (fields['numbers'] ?? '').split(/[\s;]+/).filter(number => number !== '');
  const pin = fields['pin'] ?? '';
  const { min, max } = client.assistant?.pinDigits ?? { min: 4, max: 12 };
  // Others could be imported, and never be entered.
  const digits = client.assistant?.accountDigits ?? { min: 3, max: 20 };
  const faults = [
    ...(/^\d+$/.test(accountNumber) && accountNumber.length >= digits.min && accountNumber.length <= digits.max
      ? []
      : [`expected ${digits.min} to ${digits.max} digits as account`]),
    ...(accountIdPattern.test(accountId) ? [] : ['expected letters, digits, "_", "." and "-" as id']),
    ...numbers
      .filter(number => !isPhoneNumber(number))
      .map(() => 'expected numbers in E.164 form, such as +12025550142'),
    ...(pin === '' || (/^\d+$/.test(pin) && pin.length >= min && pin.length <= max)
      ? []
      : [`expected ${min} to ${max} digits as pin`]),
    ...(pin !== '' && !allowWeakPins && isWeakPin(pin)
      ? ['the PIN is one that many choose (--allow-weak-pins takes it)']
      : []),
  ];
  const name = fields['name'] ?? '';
  const account: GivenAccount = {
    ...{ accountId, accountNumber, numbers },
    ...(name !== '' && { name: name.slice(0, 100) }),
    ...(pin !== '' && { pin }),
  };
  return { account, faults: faults.map(fault => `line ${line}: ${fault}`) };
}

/** Ids stand in conversations and logs, where the digits that a caller proves to know have no place. */
function madeId(accountNumber: string): string {
  return `acc-${createHash('sha256').update(`account ${accountNumber}`).digest('hex').slice(0, 16)}`;
}

function twice(rows: readonly CsvRow[]): string[] {
  const seen = new Set<string>();
  return rows.flatMap(({ line, fields }) =>
    ['id', 'account'].flatMap(column => {
      const value = fields[column] ?? '';
      const key = `${column} ${value}`;
      if (value !== '' && seen.has(key)) return [`line ${line}: the ${column} is there twice`];
      seen.add(key);
      return [];
    }),
  );
}
