import { migrate, type MigrateOptions } from '../database/migrate.js';

/** What the forked migration is asked. */
export type MigrationOrder = Omit<MigrateOptions, 'log'>;

/** What it answers. */
export type MigrationWord =
  { type: 'line'; line: string } | { type: 'done' } | { type: 'failed'; message: string };

process.once('message', (order: MigrationOrder) => {
  migrate({ ...order, log: (line) => tell({ type: 'line', line }) }).then(
    () => tell({ type: 'done' }, () => process.exit(0)),
    (error: unknown) =>
      tell({ type: 'failed', message: error instanceof Error ? error.message : String(error) }, () =>
        process.exit(1),
      ),
  );
});

function tell(word: MigrationWord, then: () => void = () => undefined): void {
  process.send!(word, then);
}
