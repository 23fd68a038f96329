import { noonOf } from '../../../platform/i18n/formats.js';
import type { Formats } from '../../../platform/i18n/formats.js';
import type { House } from '../../../registers/house.queries.js';
import type { Grant } from '../../../staff/policy.js';
import { staffPaths } from '../../pages/paths.js';
import type { Waiting } from '../../pages/waiting.js';
import type { SigningDomain } from '../pages/signing-section.js';
import { mayAt } from './may-at.js';

/** Nothing is sent. The answer is the operator's, and whoever looks after the sending knows who that is. */
export function waitingRestore(restore: House['restore']): Waiting[] {
  if (restore === null) return [];
  return [
    { says: { key: 'waits.restore' }, href: staffPaths.sending, link: 'waits.sending.link', tone: 'stop' },
  ];
}

/** Once live: nobody carries the mail, or nobody can tell that it is from here. */
export function waitingSending(
  relays: readonly unknown[] | undefined,
  domains: readonly Pick<SigningDomain, 'domain' | 'state'>[],
): Waiting[] {
  const to = { href: staffPaths.sending, link: 'waits.sending.link', tone: 'stop' } as const;
  const carried: Waiting[] = relays?.length === 0 ? [{ ...to, says: { key: 'waits.no-relay' } }] : [];
  const unsigned = domains.filter(({ state }) => state !== 'works' && state !== 'renewing');
  return [
    ...carried,
    ...unsigned.map(({ domain }) => ({
      ...to,
      says: { key: 'waits.unsigned', params: { domain } } as const,
    })),
  ];
}

export function waitingDeletions(
  grants: readonly Grant[],
  registers: readonly { registerId: string; name: string; dueAt: Date }[],
  { dateTime }: Formats,
): Waiting[] {
  return registers
    .filter((one) => mayAt(grants, 'delete-register', one))
    .map(({ registerId, name, dueAt }) => ({
      says: { key: 'waits.deletion', params: { register: name, at: dateTime(dueAt) } },
      href: staffPaths.register(registerId),
      link: 'waits.deletion.link',
      tone: 'stop',
    }));
}

/** What people have asked for by their rights: what is late, and what is due within a week. */
export function waitingRights(
  due: { overdue: number; soon: number; first: string | null } | undefined,
  { date }: Formats,
): Record<'over' | 'soon', Waiting[]> {
  const to = { href: staffPaths.privacyWork, link: 'waits.rights.link' } as const;
  const { overdue = 0, soon = 0, first = null } = due ?? {};
  const until = { count: soon, date: date(noonOf(first ?? '2000-01-01')) };
  return {
    over:
      overdue === 0
        ? []
        : [{ ...to, says: { key: 'waits.rights-over', params: { count: overdue } }, tone: 'stop' }],
    soon: soon === 0 ? [] : [{ ...to, says: { key: 'waits.rights-soon', params: until }, tone: 'warn' }],
  };
}

export function waitingImports(
  grants: readonly Grant[],
  imports: readonly { id: string; registerId: string; listId: string; list: string }[],
): Waiting[] {
  return imports
    .filter((one) => mayAt(grants, 'manage-list', one))
    .map(({ id, registerId, listId, list }) => ({
      says: { key: 'waits.import-read', params: { list } },
      href: staffPaths.import(registerId, listId, id),
      link: 'waits.import.link',
      tone: 'calm',
    }));
}
