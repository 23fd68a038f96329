import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { unarmour } from '../subscriptions/receipts/armour.js';
import { logsIn, type ReceiptFindings, verifyReceipt } from '../subscriptions/receipts/verify-receipt.js';

const USAGE =
  'Usage: jatakk receipt verify <file> [--address <address>] [--key <published key>] [--json]. A - as the file reads what is piped in.';

/**
 * `jatakk receipt verify <file>`: checks a receipt without a database. Whose key it is under is only known where the
 * published key is given with `--key` (base64url, once for each log). Exit code 0 when it holds.
 */
export async function receiptCommand([act, ...args]: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      address: { type: 'string', default: '' },
      key: { type: 'string', multiple: true, default: [] },
      json: { type: 'boolean', default: false },
    },
  });
  const [file, ...more] = positionals;
  if (act !== 'verify' || file === undefined || more.length > 0) throw new Error(USAGE);
  const read = unarmour(readFileSync(file === '-' ? 0 : file, 'utf8'));
  if (!read.ok) throw new Error(FAULTS[read.why]);
  const { receipt } = read;
  const findings = verifyReceipt(receipt, values.address);
  const logs = logsIn(receipt);
  const keys =
    values.key.length === 0
      ? 'not-given'
      : logs.every(({ publicKey }) => values.key.includes(publicKey))
        ? 'given'
        : 'others';
  const holds =
    findings.holds && keys !== 'others' && !['other', 'no-address', 'unbound'].includes(findings.address);
  if (values.json) {
    say(JSON.stringify({ ...findings, holds, keys, logs, record: receipt.record, words: receipt.words }));
    return holds ? 0 : 1;
  }
  const { record } = receipt;
  say(
    `${receipt.organisation} (${receipt.from})`,
    `${record.answer === 'yes' ? 'Yes' : 'No'} to ${record.list.name}, ${record.answered?.at ?? record.enteredAt}, by ${record.method}`,
    `  ${receipt.words.text} ${receipt.words.frequency}`,
    `  version ${record.purpose.version}.${record.purpose.revision} (${record.purpose.locale})`,
    '',
    ...linesOf(findings),
    KEYS[keys],
    ...logs.map(({ id, publicKey }) => `    log ${id}  key ${publicKey}`),
    '',
    holds ? 'The receipt holds.' : 'The receipt does not hold.',
  );
  return holds ? 0 : 1;
}

const FAULTS = {
  'no-receipt': 'There is no receipt in that file.',
  damaged: 'Some of the receipt is missing or was changed on its way. Copy it once more.',
};

const KEYS = {
  'not-given': `  ?  whose key it is: compare it with the published ledger, or give that with --key`,
  given: '  ok the key is the one given',
  others: '  NO the key is not the one given',
};

const PLACES: Record<ReceiptFindings['place'], string> = {
  proved: '  ok its place in the ledger is proved',
  wrong: '  NO the proof of its place in the ledger does not hold',
  'not-yet': '  -  made before the record had its place in the ledger',
};

const ADDRESSES: Record<ReceiptFindings['address'], string[]> = {
  same: ['  ok it is about that address'],
  other: ['  NO it is about another address'],
  unbound: ['  NO it is bound to no address'],
  'no-address': ['  NO that is no e-mail address'],
  'not-asked': [],
};

function linesOf({ words, promised, place, address }: ReceiptFindings): string[] {
  return [
    words ? '  ok the words are those of the record' : '  NO the words are not those of the record',
    promised ? '  ok the ledger promised to hold it' : '  NO the ledger did not promise to hold it',
    PLACES[place],
    ...ADDRESSES[address],
  ];
}

function say(...lines: string[]): void {
  process.stdout.write(`${lines.join('\n')}\n`);
}
