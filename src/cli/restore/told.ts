import type { GivenBackups } from './given.js';
import type { Restored } from './restore-database.js';

/** What each kind of the journal's lines is, for the operator. */
const DONE: Record<string, string> = {
  left: 'left',
  back: 'took a leave back',
  erased: 'were erased',
  objected: 'asked never to be written to',
  bounced: 'ended by a bounce',
  complained: 'ended by a complaint',
  'hard-bounce': 'mailboxes that are gone',
  complaint: 'complaints',
  lifted: 'came back after a bounce or complaint',
  'register-deleted': 'registers deleted',
  unknown: 'lines of a kind that this version does not know: upgrade, and restore again',
};

/** What a restore did, in numbers. */
export function toldLines({ data, vault }: GivenBackups, restored: Restored, unreadable: number): string[] {
  const { rows, later, redone, forgotten, held } = restored;
  const journal = Object.entries(redone).map(([kind, count]) => `${DONE[kind] ?? kind}: ${count}`);
  return [
    `Put back: the data of ${data.madeAt} and the vault of ${vault.madeAt}, ${rows} rows.`,
    `Brought up to this version: ${later} later migration${later === 1 ? '' : 's'}.`,
    `Done again since the backup: ${journal.join(', ') || 'nothing'}.`,
    ...(unreadable > 0
      ? [`Lines of the journal that could not be read: ${unreadable}. A crash leaves one; more is damage.`]
      : []),
    `People whose key is no longer in the vault, forgotten: ${forgotten}.`,
    `Campaigns held: ${held.campaigns}. Each waits for a person to continue or cancel it.`,
    `Deliveries that may have arrived since the backup: ${held.unknownDeliveries}. None of them is sent again by itself.`,
    `Confirmations and other notices dropped: ${held.droppedNotices}. Who still waits for one can ask again.`,
    'Who joined since the backup is not in it, and staff sign in again. Start Jatakk now.',
  ];
}
