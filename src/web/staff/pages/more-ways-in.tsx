import { translator } from '../../../platform/i18n/messages.js';
import { mayDo } from '../../../staff/policy.js';
import type { StaffFrame } from '../../pages/frame.js';
import { staffPaths } from '../../pages/paths.js';

export interface MoreWaysInProps {
  frame: StaffFrame;
  registerId: string;
  listId: string;
  /** How many things the list asks beside the address. */
  asks: number;
}

/** From a list's page to what its form asks, to slips of paper, and to what another tool held. */
export function MoreWaysIn({ frame, registerId, listId, asks }: MoreWaysInProps) {
  const t = translator(frame.locale);
  const { grants } = frame.member;
  const manages = mayDo(grants, 'manage-list', { registerId, listId });
  return (
    <>
      <h2>{t('list.more')}</h2>
      <dl class="facts">
        <div>
          <dt>
            {manages ? (
              <a href={staffPaths.questions(registerId, listId)}>{t('list.more.questions')}</a>
            ) : (
              t('list.more.questions')
            )}
          </dt>
          <dd>{t('list.more.questions-text', { count: asks })}</dd>
        </div>
        {mayDo(grants, 'enter-paper', { registerId, listId }) && (
          <div>
            <dt>
              <a href={staffPaths.paper(registerId, listId)}>{t('list.more.paper')}</a>
            </dt>
            <dd>{t('list.more.paper-text')}</dd>
          </div>
        )}
        <div>
          <dt>
            <a href={staffPaths.surveys(registerId, listId)}>{t('surveys.title')}</a>
          </dt>
          <dd>{t('list.more.surveys-text')}</dd>
        </div>
        {manages && (
          <div>
            <dt>
              <a href={staffPaths.imports(registerId, listId)}>{t('list.more.import')}</a>
            </dt>
            <dd>{t('list.more.import-text')}</dd>
          </div>
        )}
      </dl>
    </>
  );
}
