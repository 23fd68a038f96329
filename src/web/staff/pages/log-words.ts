import type { MessageParams, Translate } from '../../../platform/i18n/messages.js';
import type { LogLine } from '../../../staff/audit/search-log.queries.js';
import { ROLES } from '../../../staff/policy.js';
import { isLogAct, type LogAct } from '../log-acts.js';

/** Enough of an id to tell two things apart that have no name any more. */
const short = (id: string | null) => id?.slice(0, 8) ?? '';

/** Who did it, as the beginning of a sentence. */
export function whoOf({ actorKind, actor, actorId }: LogLine, t: Translate): string {
  if (actorKind !== 'staff') return t(`log.who.${actorKind}`);
  return actor ?? t('log.who.gone', { id: short(actorId) });
}

/** What was done, in a sentence. An act of a later or an earlier version is told by its name. */
export function sentenceOf(line: LogLine, t: Translate): string {
  const { act, register, registerId, list, listId, campaign, member, target, detail } = line;
  const params: MessageParams = {
    ...NO_PARTICULARS,
    ...(Object.fromEntries(
      Object.entries(detail).map(([name, value]) => [
        name.replaceAll(/_(.)/g, (_, letter: string) => letter.toUpperCase()),
        typeof value === 'number' ? value.toLocaleString(t('locale.tag')) : String(value),
      ]),
    ) as MessageParams),
    who: whoOf(line, t),
    register: register ?? t('log.gone.register', { id: short(registerId) }),
    list: list ?? t('log.gone.list', { id: short(listId) }),
    campaign: campaign?.trim() || t('log.gone.campaign', { id: short(target) }),
    member: member ?? t('log.gone.member', { id: short(target) }),
    roles: rolesIn(detail, t),
    act,
  };
  return isLogAct(act) ? t(`log.act.${act}`, params) : t('log.act.other', params);
}

/** Which roles a line names, as words. */
function rolesIn(detail: LogLine['detail'], t: Translate): string {
  const roles = ROLES.filter((role) => Object.hasOwn(detail, role));
  return roles.map((role) => t(`staff.role.${role}`)).join(', ') || t('log.no-roles');
}

/** The act without the particulars, for choosing it. */
export function actLabel(act: LogAct, t: Translate): string {
  const names = [...Object.keys(NO_PARTICULARS), 'who', 'register', 'list', 'campaign', 'member'];
  const blank = Object.fromEntries(names.map((name) => [name, '…']));
  const sentence = t(`log.act.${act}`, { ...blank, answer: 'unsaid', did: 'unsaid', outcome: 'unsaid' });
  const label = sentence.replace(/^… /, '').replaceAll(/[«“]…[»”]/g, '…');
  return label.charAt(0).toUpperCase() + label.slice(1);
}

/** What a sentence may name besides, where the line does not say it. */
const NO_PARTICULARS = {
  position: '',
  purpose: '',
  selector: '',
  kind: '',
  answer: '',
  did: '',
  outcome: '',
  taken: '0',
  notTaken: '0',
  roles: '',
  state: '',
  what: '',
  role: '',
  last: '',
  by: '',
} as const;

/** Why nothing came of it. */
export function nothingWords(status: number, t: Translate): string {
  if (status === 400 || status === 422) return t('log.nothing.form');
  if (status === 403 || status === 404) return t('log.nothing.not-there');
  if (status === 409) return t('log.nothing.not-then');
  if (status === 429) return t('log.nothing.too-many');
  return t(status >= 500 ? 'log.nothing.fault' : 'log.nothing.other');
}
