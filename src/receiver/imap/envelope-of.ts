import addressparser from 'nodemailer/lib/addressparser';

/** Whom a message in a mailbox was for, and who sent it, as far as its fields tell. */
export interface Envelope {
  /** Empty for a notice; undefined where nobody wrote it down. */
  sender: string | undefined;
  /** As servers wrote down to whom they delivered. */
  delivered: string[];
  /** As its author addressed it. */
  addressed: string[];
}

const MOST_HEAD = 64 * 1024;
const MOST_ADDRESSES = 50;
const DELIVERED = /^(?:delivered-to|x-original-to|envelope-to|x-envelope-to|x-rcpt-to)$/;
const ADDRESSED = /^(?:to|cc)$/;

export function envelopeOf(message: Buffer): Envelope {
  const fields = fieldsOf(message.toString('latin1', 0, MOST_HEAD));
  const addresses = (names: RegExp) =>
    fields
      .filter(([name]) => names.test(name))
      .flatMap(([, value]) => addressparser(value.slice(0, 4000), { flatten: true }))
      .map(({ address }) => address ?? '')
      .filter((address) => address.includes('@') && address.length <= 320);
  const returnPath = fields.find(([name]) => name === 'return-path')?.[1];
  return {
    sender: returnPath === undefined ? undefined : (/<([^<>\s]{0,320})>/.exec(returnPath)?.[1] ?? ''),
    delivered: [...new Set(addresses(DELIVERED))].slice(0, MOST_ADDRESSES),
    addressed: [...new Set(addresses(ADDRESSED))].slice(0, MOST_ADDRESSES),
  };
}

/** Every field by its name, unfolded: a message is delivered to several, one after the other. */
function fieldsOf(start: string): [name: string, value: string][] {
  const [head = ''] = start.split(/\r?\n\r?\n/, 1);
  return head
    .replaceAll(/\r?\n[ \t]+/g, ' ')
    .split(/\r?\n/, 500)
    .flatMap((line): [string, string][] => {
      const colon = line.indexOf(':');
      return colon > 0 ? [[line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()]] : [];
    });
}
