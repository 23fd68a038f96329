import { translator } from '../../../platform/i18n/messages.js';
import type { LogSearch } from '../../../staff/audit/search-log.queries.js';
import type { StaffFrame } from '../../pages/frame.js';
import { staffPaths } from '../../pages/paths.js';
import { LOG_ACTS } from '../log-acts.js';
import { actLabel } from './log-words.js';

export interface LogFilterProps {
  frame: StaffFrame;
  search: LogSearch;
  members: readonly { id: string; name: string }[];
}

/** A search is an address: it changes nothing, and works without a script. */
export function LogFilter({ frame, search, members }: LogFilterProps) {
  const t = translator(frame.locale);
  const groups = Object.entries(LOG_ACTS) as [keyof typeof LOG_ACTS, (typeof LOG_ACTS)['house']][];
  return (
    <form method="get" action={staffPaths.log} class="filter">
      <div class="field">
        <label for="person">{t('log.search.person')}</label>
        <select id="person" name="person" autocomplete="off">
          <option value="">{t('log.search.everybody')}</option>
          {members.map(({ id, name }) => (
            <option key={id} value={id} selected={id === search.person}>
              {name}
            </option>
          ))}
          {(['operator', 'keeper'] as const).map((kind) => (
            <option key={kind} value={kind} selected={kind === search.person}>
              {t(`log.who.${kind}`)}
            </option>
          ))}
        </select>
      </div>
      <div class="field">
        <label for="act">{t('log.search.act')}</label>
        <select id="act" name="act" autocomplete="off">
          <option value="">{t('log.search.everything')}</option>
          {groups.map(([group, acts]) => (
            <optgroup key={group} label={t(`log.group.${group}`)}>
              {acts.map((act) => (
                <option key={act} value={act} selected={act === search.act}>
                  {actLabel(act, t)}
                </option>
              ))}
            </optgroup>
          ))}
        </select>
      </div>
      <div class="field">
        <label for="register">{t('log.search.register')}</label>
        <select id="register" name="register" autocomplete="off">
          <option value="">{t('log.search.anywhere')}</option>
          {frame.registers.map(({ id, name }) => (
            <option key={id} value={id} selected={id === search.registerId}>
              {name}
            </option>
          ))}
        </select>
      </div>
      {(['from', 'to'] as const).map((end) => (
        <div key={end} class="field">
          <label for={end}>{t(`log.search.${end}`)}</label>
          <input type="date" id={end} name={end} value={search[end] ?? ''} autocomplete="off" />
        </div>
      ))}
      <div class="field">
        <button type="submit" class="button">
          {t('log.search.submit')}
        </button>
      </div>
    </form>
  );
}
