// The sink's own process: see sink-process.mjs.
import { createServer } from 'node:net';

const GREETING = '220 sink.example ESMTP\r\n';
const EHLO =
  '250-sink.example\r\n250-PIPELINING\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250-SIZE 52428800\r\n250 ENHANCEDSTATUSCODES\r\n';
const OK = '250 2.0.0 ok\r\n';
const END = Buffer.from('\r\n.\r\n');
const CRLF = Buffer.from('\r\n');
/** As much of a body as is read for its Message-ID. */
const HEADER_BYTES = 8192;

const now = () => performance.timeOrigin + performance.now();

let options = { record: false, recordOnly: '', delayMs: 0 };
const seen = { messages: 0, begun: 0, bytes: 0, connections: 0 };
/** @type {number | null} */ let firstAt = null;
/** @type {number | null} */ let lastAt = null;
/** @type {number[]} */ let perSecond = [];
/** @type {import('./sink-process.mjs').Delivery[]} */ let deliveries = [];
/** @type {string | null} */ let sample = null;
let cpuBefore = process.cpuUsage();

/** One connection: commands by line, bodies by search for their end, replies to one chunk in one write. */
class Conversation {
  /** @type {Buffer | undefined} */ rest;
  inBody = false;
  begun = false;
  counted = true;
  waiting = false;
  recipient = '';
  /** @type {Buffer[] | undefined} */ kept;
  keptBytes = 0;
  bodyBytes = 0;
  replies = '';
  /** @type {import('./sink-process.mjs').Delivery | undefined} */ delivery;

  /** @param {import('node:net').Socket} socket */
  constructor(socket) {
    this.socket = socket;
  }

  /** @param {Buffer} chunk */
  take(chunk) {
    let data = this.rest ? Buffer.concat([this.rest, chunk]) : chunk;
    this.rest = undefined;
    while (data.length > 0 && !this.waiting) {
      const left = this.inBody ? this.body(data) : this.command(data);
      if (left === undefined) break;
      data = left;
    }
    if (this.waiting && data.length > 0) this.rest = data;
    this.flush();
  }

  flush() {
    if (this.replies === '') return;
    this.socket.write(this.replies, 'latin1');
    this.replies = '';
  }

  /** @param {Buffer} data @returns {Buffer | undefined} what follows the command; undefined when it is not whole */
  command(data) {
    const end = data.indexOf(CRLF);
    if (end < 0) {
      this.rest = data;
      return undefined;
    }
    // The first two letters tell: EHlo HElo MAil RCpt DAta QUit RSet NOop.
    const verb = String.fromCharCode(data[0] & 0xdf, data[1] & 0xdf);
    if (verb === 'RC') {
      if (options.record) this.recipient = data.toString('utf8', data.indexOf(0x3c) + 1, data.indexOf(0x3e));
      this.replies += OK;
    } else if (verb === 'DA') {
      this.replies += '354 go on\r\n';
      this.inBody = true;
      this.begun = false;
      this.bodyBytes = 0;
    } else if (verb === 'EH') {
      this.replies += EHLO;
    } else if (verb === 'QU') {
      this.replies += '221 2.0.0 bye\r\n';
      this.flush();
      this.socket.end();
    } else {
      this.replies += OK;
    }
    return data.subarray(end + 2);
  }

  /** @param {Buffer} data @returns {Buffer | undefined} what follows the body; undefined while it goes on */
  body(data) {
    if (!this.begun) this.begin();
    const end = data.indexOf(END);
    // The end may lie across two chunks: its first bytes wait for the others.
    const taken = end >= 0 ? end + 2 : Math.max(0, data.length - (END.length - 1));
    if (this.kept) this.keep(data.subarray(0, taken));
    this.bodyBytes += taken;
    if (end < 0) {
      if (taken < data.length) this.rest = data.subarray(taken);
      return undefined;
    }
    this.inBody = false;
    if (this.delivery) this.delivery.endedAt = now();
    if (options.delayMs > 0) {
      this.waiting = true;
      setTimeout(() => this.resume(), options.delayMs);
    } else {
      this.accept();
    }
    return data.subarray(end + END.length);
  }

  begin() {
    const at = now();
    this.begun = true;
    const recorded = options.record && this.recipient.endsWith(options.recordOnly);
    this.counted = options.recordOnly === '' || !recorded;
    if (this.counted) {
      seen.begun += 1;
      firstAt ??= at;
    }
    this.delivery = recorded
      ? { to: this.recipient, messageId: '', firstByteAt: at, endedAt: null, acceptedAt: null }
      : undefined;
    if (this.delivery) deliveries.push(this.delivery);
    this.kept = recorded || sample === null ? [] : undefined;
    this.keptBytes = 0;
  }

  /** @param {Buffer} part */
  keep(part) {
    if (sample !== null && this.keptBytes >= HEADER_BYTES) return;
    this.kept.push(Buffer.from(part));
    this.keptBytes += part.length;
  }

  accept() {
    const at = now();
    if (this.counted) this.count(at);
    if (this.kept) {
      const text = Buffer.concat(this.kept).toString('utf8');
      sample ??= text.replace(/^\.\./gm, '.');
      if (this.delivery) this.delivery.messageId = /^message-id:\s*<([^>]*)>/im.exec(text)?.[1] ?? '';
    }
    if (this.delivery) this.delivery.acceptedAt = at;
    this.replies += OK;
  }

  /** @param {number} at */
  count(at) {
    seen.messages += 1;
    seen.bytes += this.bodyBytes;
    lastAt = at;
    const second = Math.floor((at - firstAt) / 1000);
    while (perSecond.length <= second) perSecond.push(0);
    perSecond[second] += 1;
  }

  resume() {
    this.waiting = false;
    if (this.socket.destroyed) return;
    this.accept();
    this.take(Buffer.alloc(0));
  }
}

const server = createServer({ noDelay: true }, (socket) => {
  seen.connections += 1;
  const conversation = new Conversation(socket);
  socket.on('data', (chunk) => {
    if (conversation.waiting) {
      conversation.rest = conversation.rest ? Buffer.concat([conversation.rest, chunk]) : chunk;
    } else {
      conversation.take(chunk);
    }
  });
  socket.on('error', () => socket.destroy());
  socket.write(GREETING);
});

function counts() {
  const { user, system } = process.cpuUsage(cpuBefore);
  const cpuSeconds = (user + system) / 1e6;
  return { ...seen, firstAt, lastAt, perSecond, cpuSeconds, deliveries: [], sample };
}

function reset() {
  Object.assign(seen, { messages: 0, begun: 0, bytes: 0, connections: 0 });
  firstAt = null;
  lastAt = null;
  perSecond = [];
  deliveries = [];
  sample = null;
  cpuBefore = process.cpuUsage();
}

process.on('message', (/** @type {{ type: string, port: number } & typeof options} */ question) => {
  const answer = (/** @type {object} */ said) => process.send(said);
  if (question.type === 'listen') {
    options = question;
    server.listen(question.port, '127.0.0.1', 1024, () => answer({ port: server.address().port }));
  } else if (question.type === 'reset') {
    reset();
    answer({});
  } else {
    answer({ ...counts(), ...(question.type === 'report' && { deliveries }) });
  }
});
process.on('disconnect', () => process.exit(0));
