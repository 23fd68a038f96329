// Compares what is built here with collections of real material that are no part of it: `--corpus DIR` names a folder.
// Reads DIR/addresses/isemail-tests.xml, Dominic Sayers' isEmail set. `--json` makes the last line JSON.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { parseEmailAddress } from '../dist/registers/email-address.js';

/** Addresses that the set calls deliverable and the grammar refuses, by the set's number, each for a reason of ours. */
const DEVIATIONS = {
  5: ['domain-single-label', 'mail to a bare top-level domain is advised against (RFC 7085)'],
  19: ['local-character', 'it holds "%", which some servers still read as a route to another mailbox'],
};

const DELIVERABLE = ['ISEMAIL_VALID_CATEGORY', 'ISEMAIL_DNSWARN'];
const NAMED_ENTITIES = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

const USAGE = 'Usage: npm run test:conformance -- --corpus DIR [--json]';

function main() {
  const { values } = parseArgs({ options: { corpus: { type: 'string' }, json: { type: 'boolean' } } });
  if (!values.corpus) throw new Error(USAGE);
  const cases = readCases(join(values.corpus, 'addresses/isemail-tests.xml'));
  if (cases.length === 0) throw new Error('There is no address in isemail-tests.xml.');
  const results = cases.map(judge);
  for (const { line } of results) if (line) console.log(line);
  const count = (outcome) => results.filter((result) => result.outcome === outcome).length;
  const addresses = { total: cases.length, agreement: count('agrees'), crashes: count('crash') };
  console.log(
    `Addresses: ${addresses.agreement} of ${addresses.total} agree, ${count('explained')} deviate with a reason, ` +
      `${count('unexplained')} without, ${addresses.crashes} crash.`,
  );
  if (values.json) console.log(JSON.stringify({ addresses }));
  return addresses.crashes + count('unexplained') === 0 ? 0 : 1;
}

function judge({ id, address, category }) {
  let reading;
  try {
    reading = parseEmailAddress(address);
  } catch (error) {
    return { outcome: 'crash', line: `#${id} crashes: ${error instanceof Error ? error.name : 'thrown'}` };
  }
  const deliverable = DELIVERABLE.includes(category);
  const [fault, reason] = DEVIATIONS[id] ?? [];
  if (reading.ok === deliverable) {
    if (!fault) return { outcome: 'agrees' };
    return { outcome: 'unexplained', line: `#${id} agrees now, and has a reason to deviate all the same` };
  }
  const verdict = `#${id} (${category}): ${reading.ok ? 'accepted' : `refused (${reading.reason})`}`;
  return !reading.ok && reading.reason === fault
    ? { outcome: 'explained', line: `${verdict}, since ${reason}` }
    : { outcome: 'unexplained', line: `${verdict}, and nobody has said why` };
}

function readCases(file) {
  const xml = readFileSync(file, 'utf8').replaceAll(/<!--.*?-->/gs, '');
  return [...xml.matchAll(/<test id="(\d+)">(.*?)<\/test>/gs)].map(([, id, body]) => ({
    id,
    address: withControls(withEntities(/<address>(.*?)<\/address>/s.exec(body)?.[1] ?? '')),
    category: /<category>(.*?)<\/category>/s.exec(body)?.[1] ?? '',
  }));
}

function withEntities(text) {
  return text.replaceAll(/&(?:#x([0-9a-f]+)|#(\d+)|([a-z]+));/gi, (whole, hex, decimal, name) => {
    if (hex) return String.fromCodePoint(Number.parseInt(hex, 16));
    return decimal ? String.fromCodePoint(Number(decimal)) : (NAMED_ENTITIES[name] ?? whole);
  });
}

/** The set writes a control character as its picture, U+2400 and on. */
function withControls(text) {
  return text.replaceAll(/[\u2400-\u241f]/g, (picture) =>
    String.fromCharCode(picture.charCodeAt(0) - 0x2400),
  );
}

try {
  process.exitCode = main();
} catch (error) {
  console.error(error.message);
  process.exitCode = 2;
}
