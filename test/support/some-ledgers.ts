import type { LedgerPageProps } from '../../src/web/public/pages/ledger-page.js';
import type { Words } from './words.js';

const ROOT = '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328';
const KEY = '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo';
const [OLD, NEW, OTHER] = [1, 2, 3].map((n) => `00000000-0000-4000-8000-00000000000${n}`) as [
  string,
  string,
  string,
];

const head = (logId: string, size: number, date: string) => ({
  logId,
  size,
  root: ROOT,
  date,
  signature: 'A'.repeat(86),
});

/** A ledger that has gone on after a restore, one without a seal yet, and one that has not begun. */
export function someLedgers(words: Words): LedgerPageProps['registers'] {
  const last = head(OLD, 12_640, '2026-09-30');
  return [
    {
      slug: 'one',
      name: words.register,
      logs: [
        { id: OLD, publicKey: KEY, started: '2026-03-01', ended: true, previous: null, heads: [last] },
        {
          id: NEW,
          publicKey: KEY,
          started: '2026-10-01',
          ended: false,
          previous: { ...last, publicKey: KEY },
          heads: [head(NEW, 1, '2026-10-01'), head(NEW, 318, '2026-11-24')],
        },
      ],
    },
    {
      slug: 'two',
      name: words.otherRegister,
      logs: [{ id: OTHER, publicKey: KEY, started: '2026-11-24', ended: false, previous: null, heads: [] }],
    },
    { slug: 'three', name: words.organisation, logs: [] },
  ];
}
