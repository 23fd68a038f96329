import type pg from 'pg';
import { idOf } from '../chance.js';
import { dayBefore, momentBefore } from '../days.js';
import { memberId, registerId } from '../plan.js';

const REQUESTS: [kind: string, received: number, done: number | null, note: string][] = [
  ['access', 151, 148, 'Per brev, fikk utskrift hentet i skranken.'],
  ['erasure', 96, 95, 'På telefon; har slettet seg selv fra lenken.'],
  ['access', 47, 44, 'Per brev.'],
  ['rectification', 12, null, 'Har byttet navn, lurer på hva vi har.'],
  ['objection', 4, null, 'Vil ikke ha noe fra oss. Brev i arkivet.'],
];

/** What people have asked for by their rights, and whom the privacy officer has looked up. */
export async function seedWork(owner: pg.Client): Promise<void> {
  for (const [kind, received, done, note] of REQUESTS)
    await owner.query(
      `insert into jatakk.rights_request (id, kind, received_on, due_on, note, noted_by, done_on, done_by)
       values ($1, $2, $3, default, $4, $5, $6, $7)`,
      [
        idOf(`request ${received}`),
        kind,
        dayBefore(received),
        note,
        memberId('per'),
        done === null ? null : dayBefore(done),
        done === null ? null : memberId('per'),
      ],
    );
  for (const days of [12, 47, 96, 151, 230, 301])
    await owner.query(
      `insert into jatakk.record_look (id, at, staff_id, register_id, reason, act) values ($1, $2, $3, $4, $5, $6)`,
      [
        idOf(`look ${days}`),
        momentBefore(days, '10:20'),
        memberId('per'),
        registerId(days % 2 === 0 ? 'lesere' : 'kjopere'),
        'Spør i brev hva vi har lagret om vedkommende.',
        days === 47 ? 'print' : 'look',
      ],
    );
}
