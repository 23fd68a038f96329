import type { LogLine } from '../../src/staff/audit/search-log.queries.js';
import type { Words } from './words.js';

const KARI = '00000000-0000-4000-8000-00000000000a';
const OLA = '00000000-0000-4000-8000-00000000000b';
const REGISTER = '00000000-0000-4000-8000-000000000001';

/** Two days of a house's log. */
export function exampleLog(words: Pick<Words, 'person' | 'register' | 'list' | 'subject'>): LogLine[] {
  const line = (number: number, at: string, act: string, more: Partial<LogLine> = {}): LogLine => ({
    number,
    at: new Date(at),
    actorKind: 'staff',
    actorId: KARI,
    actor: words.person,
    act,
    registerId: REGISTER,
    register: words.register,
    listId: REGISTER,
    list: words.list,
    target: REGISTER,
    campaign: words.subject,
    member: null,
    detail: {},
    nothing: null,
    ...more,
  });
  const alone = { actorKind: 'operator', actorId: null, actor: null } as const;
  const itself = { ...alone, actorKind: 'keeper' } as const;
  // Somebody else of the house, and what each did.
  const ola = { actorId: OLA, actor: 'Ola Medarbeider' };
  return [
    line(12_640, '2026-10-02T12:52:00Z', 'send-campaign.send'),
    line(12_638, '2026-10-02T12:50:00Z', 'send-campaign.send', { ...ola, nothing: 422 }),
    line(12_637, '2026-10-02T12:31:00Z', 'campaigns.save', ola),
    line(12_636, '2026-10-02T12:02:00Z', 'signed-in', ola),
    line(12_635, '2026-10-02T10:14:00Z', 'roles-given', {
      member: 'Ola Medarbeider',
      detail: { editor: 1, approver: 1 },
    }),
    line(12_634, '2026-10-02T09:40:00Z', 'looked-up', { actor: null, detail: { did: 'look' } }),
    line(12_633, '2026-10-01T17:05:00Z', 'rotation-done', { ...itself, detail: { purpose: 'link' } }),
    line(12_632, '2026-10-01T17:00:00Z', 'rotation-ordered', { ...alone, detail: { purpose: 'link' } }),
    line(12_630, '2026-10-01T13:20:00Z', 'campaign.undo', { nothing: 409 }),
    line(12_629, '2026-10-01T08:00:00Z', 'log-goes-on', { ...itself, detail: { last: 12_651 } }),
  ];
}
