const PLACES = 'test/unit/places.spec.ts';
const MAIL = 'test/unit/read-mail.spec.ts';
const THREADS = 'test/faults/reading-threads.spec.ts';
const FLOW = 'test/flows/receive-mail.spec.ts';

/** @type {import('../mutations.mjs').Guard[]} */
export const ofTheReceiver = [
  {
    guard: 'receiver: a return path is good for fourteen days',
    inFile: 'src/receiver/places.ts',
    changes: [
      ['if (now.getTime() - token.madeOn.getTime() >= (RETURN_DAYS + 1) * DAY_MS) return undefined;'],
    ],
    caughtBy: [
      {
        spec: PLACES,
        test: 'a return path is good for fourteen days, and a way out for good',
        says: 'toBeUndefined',
      },
    ],
  },
  {
    guard: 'receiver: a token is what its MAC says',
    inFile: 'src/inbound/return-token.ts',
    changes: [
      [
        'if (!timingSafeEqual(bytes.subarray(hidden.length), macOf(mac, registerId, hidden))) return undefined;',
      ],
    ],
    caughtBy: [
      {
        spec: PLACES,
        test: 'a token of one register is none of another’s, whichever key made it',
        says: 'toBeUndefined',
      },
    ],
  },
  {
    guard: 'receiver: nobody is refused by what is not known yet',
    inFile: 'src/receiver/places.ts',
    changes: [
      ['if (this.places.some(({ returnKeys }) => returnKeys.length === 0)) throw new NotKnownYetError();'],
    ],
    caughtBy: [
      {
        spec: PLACES,
        test: 'without the key of some register nobody is refused who may have one of its tokens',
        says: 'did not throw',
      },
    ],
  },
  {
    guard: 'receiver: no style or id of a stranger',
    inFile: 'src/receiver/reading/harmless-html.ts',
    changes: [["'*': ['dir', 'lang'],", "'*': ['dir', 'lang', 'style', 'id'],"]],
    caughtBy: [
      { spec: MAIL, test: 'of HTML with a style that loads only what harms nobody is left', says: 'toMatch' },
    ],
  },
  {
    guard: 'receiver: a file is what its octets say',
    inFile: 'src/receiver/reading/attachments.ts',
    changes: [
      ["/xml|svg|html|script/.test(found.mime) ? 'application/octet-stream' : found.mime", 'found.mime'],
    ],
    caughtBy: [
      {
        spec: MAIL,
        test: 'what is attached is what its octets say, whatever it says itself',
        says: 'toEqual',
      },
    ],
  },
  {
    guard: 'receiver: a message has so long, and no longer',
    inFile: 'src/receiver/reading/reading-threads.ts',
    changes: [
      [
        'setTimeout(() => this.#end(reader), this.options.deadlineMs)',
        'setTimeout(() => this.#end(reader), 600_000)',
      ],
    ],
    caughtBy: [
      {
        spec: THREADS,
        test: 'a message that overpowers its reader (never) is one that could not be read, and the next is read',
        says: 'Exceeded timeout',
      },
    ],
  },
  {
    guard: 'receiver: the thread that reads is told nothing',
    inFile: 'src/receiver/reading/reading-threads.ts',
    changes: [['env: {},']],
    caughtBy: [{ spec: THREADS, test: 'a reader is told nothing of ours', says: 'kanari' }],
  },
  {
    guard: 'receiver: a message comes in once',
    inFunction: 'jatakk.arrive_together(uuid[],uuid[],integer[],text[],bytea[],bytea[])',
    changes: [['from come c join fresh f', 'from come c left join fresh f']],
    caughtBy: [
      {
        spec: FLOW,
        test: 'a message that is handed over again is stored once, and for another recipient once more',
        says: 'toHaveLength',
      },
    ],
  },
  {
    guard: 'receiver: no return path is made with a key that it does not have',
    inFunction: 'jatakk.rotation_begin(uuid,integer,bytea,text,bytea)',
    changes: [["'link', 'verp')", "'link')"]],
    caughtBy: [
      {
        spec: 'test/long/rotate-return-paths.spec.ts',
        test: 'a receiver that nothing can be sealed to holds a new key up for an hour, and no longer',
        says: 'toEqual',
      },
    ],
  },
  {
    guard: 'receiver: so much may wait, and no more',
    inFile: 'src/receiver/storing/room.service.ts',
    changes: [['if (this.#waiting >= this.#most) return false;']],
    caughtBy: [
      {
        spec: 'test/faults/receiver-full.spec.ts',
        test: 'of those that come at one moment no more are let in than there is room for',
        says: 'toBeLessThan',
      },
    ],
  },
  {
    guard: 'receiver: its role reads nothing',
    sql: 'grant select on jatakk.arrival to jatakk_receiver',
    caughtBy: [
      {
        spec: 'test/contracts/rights.spec.ts',
        test: 'what the role of receiver may do is exactly its committed list',
        says: 'jatakk.arrival SELECT',
      },
    ],
  },
];
