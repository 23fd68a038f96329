import { createSocket } from 'node:dgram';

const TYPES = { A: 1, MX: 15, TXT: 16, AAAA: 28 } as const;
const RCODES = { SERVFAIL: 2, NXDOMAIN: 3, REFUSED: 5 } as const;

type RecordType = keyof typeof TYPES;

/** What a name answers: records, a failure for every question, or nothing at all. A name not in the zone is NXDOMAIN. */
export type DnsName =
  | {
      readonly mx?: readonly (readonly [preference: number, exchange: string])[];
      readonly a?: string;
      readonly aaaa?: string;
      readonly txt?: readonly string[];
    }
  | keyof typeof RCODES
  | 'silence';

export interface DnsServer {
  /** As in "127.0.0.1:53219". */
  readonly address: string;
  /** What was asked so far, as in "MX example.org". */
  readonly questions: string[];
  close(): Promise<void>;
}

/** A small DNS server (RFC 1035 §4) on a free UDP port of the loopback; its zone may change while it runs. A failure may be kept to one type: "AAAA name". */
export async function startDnsServer(zone: Readonly<Record<string, DnsName>>): Promise<DnsServer> {
  const socket = createSocket('udp4');
  const questions: string[] = [];
  socket.on('message', (query, peer) => {
    const { name, type, end } = readQuestion(query);
    questions.push(`${type} ${name}`);
    const entry = zone[`${type} ${name}`] ?? zone[name] ?? 'NXDOMAIN';
    if (entry === 'silence') return;
    const rcode = typeof entry === 'string' ? RCODES[entry] : 0;
    const records = typeof entry === 'string' ? [] : recordsOf(entry, type);
    const header = Buffer.alloc(12);
    query.copy(header, 0, 0, 2);
    header.writeUInt16BE(0x8180 | rcode, 2);
    header.writeUInt16BE(1, 4);
    header.writeUInt16BE(records.length, 6);
    socket.send(Buffer.concat([header, query.subarray(12, end), ...records]), peer.port, peer.address);
  });
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  return {
    address: `127.0.0.1:${socket.address().port}`,
    questions,
    close: () => new Promise((resolve) => socket.close(() => resolve())),
  };
}

function readQuestion(query: Buffer): { name: string; type: RecordType | 'other'; end: number } {
  const labels: string[] = [];
  let at = 12;
  for (let length = query.readUInt8(at); length > 0; length = query.readUInt8(at)) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length).toLowerCase());
    at += 1 + length;
  }
  const code = query.readUInt16BE(at + 1);
  const type = (Object.keys(TYPES) as RecordType[]).find((known) => TYPES[known] === code) ?? 'other';
  return { name: labels.join('.'), type, end: at + 5 };
}

function recordsOf(entry: Exclude<DnsName, string>, type: RecordType | 'other'): Buffer[] {
  if (type === 'MX') {
    return (entry.mx ?? []).map(([preference, exchange]) =>
      record(type, Buffer.concat([Buffer.from([preference >> 8, preference & 255]), encodeName(exchange)])),
    );
  }
  if (type === 'TXT') return (entry.txt ?? []).map((text) => record(type, characterStrings(text)));
  if (type === 'A' && entry.a) return [record(type, Buffer.from(entry.a.split('.').map(Number)))];
  if (type === 'AAAA' && entry.aaaa) return [record(type, Buffer.from(expandIpv6(entry.aaaa), 'hex'))];
  return [];
}

function record(type: RecordType, data: Buffer): Buffer {
  const head = Buffer.alloc(12);
  head.writeUInt16BE(0xc00c, 0); // the name is the one asked for
  head.writeUInt16BE(TYPES[type], 2);
  head.writeUInt16BE(1, 4);
  head.writeUInt32BE(60, 6);
  head.writeUInt16BE(data.length, 10);
  return Buffer.concat([head, data]);
}

/** A text in strings of at most 255 bytes (RFC 1035 §3.3). */
function characterStrings(text: string): Buffer {
  const strings = text.match(/.{1,255}/gs) ?? [''];
  return Buffer.concat(
    strings.map((string) => Buffer.concat([Buffer.from([string.length]), Buffer.from(string, 'latin1')])),
  );
}

function encodeName(name: string): Buffer {
  const labels = name.split('.').filter((label) => label !== '');
  return Buffer.concat([
    ...labels.map((label) => Buffer.concat([Buffer.from([label.length]), Buffer.from(label, 'latin1')])),
    Buffer.from([0]),
  ]);
}

function expandIpv6(address: string): string {
  const [left = '', right = ''] = address.split('::');
  const groups = (side: string) =>
    side === '' ? [] : side.split(':').map((group) => group.padStart(4, '0'));
  const [before, after] = [groups(left), groups(right)];
  return [...before, ...Array<string>(8 - before.length - after.length).fill('0000'), ...after].join('');
}
