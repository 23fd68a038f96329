// Dominic Sayers' isEmail set: is the grammar of addresses right about what can be delivered?
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEmailAddress } from '../../dist/registers/email-address.js';

/** Addresses that the set calls deliverable and the grammar refuses, by the set's number, each for a reason of ours. */
const DEVIATIONS = {
  5: ['domain-single-label', 'mail to a bare top-level domain is advised against (RFC 7085)'],
  19: ['local-character', 'it holds "%", which some servers still read as a route to another mailbox'],
};

const DELIVERABLE = ['ISEMAIL_VALID_CATEGORY', 'ISEMAIL_DNSWARN'];
const NAMED_ENTITIES = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/**
 * @param {string} corpus
 * @returns {{ figures: { total: number, agreement: number, crashes: number }, ok: boolean }}
 */
export function compareAddresses(corpus) {
  const cases = readCases(join(corpus, 'addresses/isemail-tests.xml'));
  if (cases.length === 0) throw new Error('There is no address in isemail-tests.xml.');
  const results = cases.map(judge);
  for (const { line } of results) if (line) console.log(line);
  const count = (outcome) => results.filter((result) => result.outcome === outcome).length;
  const figures = { total: cases.length, agreement: count('agrees'), crashes: count('crash') };
  console.log(
    `Addresses: ${figures.agreement} of ${figures.total} agree, ${count('explained')} deviate with a reason, ` +
      `${count('unexplained')} without, ${figures.crashes} crash.`,
  );
  return { figures, ok: figures.crashes + count('unexplained') === 0 };
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
