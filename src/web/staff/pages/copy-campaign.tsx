import { translator } from '../../../platform/i18n/messages.js';
import { SelectField } from '../../pages/field.js';
import { Form } from '../../pages/form.js';
import type { StaffFrame } from '../../pages/frame.js';
import { staffPaths } from '../../pages/paths.js';

/** A list in some register. */
export interface CopyTarget {
  listId: string;
  list: string;
  register: string;
}

export interface CopyCampaignProps {
  frame: StaffFrame;
  registerId: string;
  campaignId: string;
  /** Posted as `list`. */
  targets: readonly CopyTarget[];
}

export function CopyCampaign({ frame, registerId, campaignId, targets }: CopyCampaignProps) {
  const t = translator(frame.locale);
  if (targets.length === 0) return null;
  return (
    <details class="after">
      <summary>{t('copy.title')}</summary>
      <p>{t('copy.text')}</p>
      <Form action={staffPaths.campaignAct(registerId, campaignId, 'copy')} csrf={frame.csrf}>
        <SelectField
          t={t}
          name="list"
          label={t('copy.list')}
          options={targets.map(({ listId, list, register }) => ({
            value: listId,
            label: `${register}: ${list}`,
          }))}
        />
        <button type="submit" class="button quiet">
          {t('copy.submit')}
        </button>
      </Form>
    </details>
  );
}
