import type { HouseSettings, HouseUsers } from './house-settings.js';
import type { RestoreQuestion } from './installation.js';

/** What the operator is told once the house stands. */
export interface Started {
  publicUrl: string;
  mode: 'trial' | 'live';
  database: string;
  dataFolder: string;
  secretsFolder: string;
  /** Where backups are made, and how new the newest is. */
  backups: string;
  users: HouseUsers | undefined;
  /** Where mail is taken in. */
  receiver: HouseSettings['receiver'];
  /** The one-time link to set the installation up; null once somebody administers it. */
  setupUrl: string | null;
  restoreQuestion: RestoreQuestion | undefined;
}

/** The lines, ready to print. The set-up link is the only secret among them. */
export function startedLines(started: Started): string[] {
  const { publicUrl, mode, database, dataFolder, secretsFolder, backups, users, receiver, setupUrl } =
    started;
  const lines = [
    '',
    'Jatakk is running.',
    '',
    `  Web        ${publicUrl}`,
    mode === 'trial'
      ? `  Mailbox    ${publicUrl}/mailbox   (on trial: mail is caught here, none leaves)`
      : '  Mode       live',
    `  Mail in    smtp://${receiver.host}:${receiver.port || '(a port that the system chose)'}`,
    `  Database   ${database}`,
    `  Data       ${dataFolder}`,
    `  Keys       ${secretsFolder}`,
    `  Backups    ${backups}`,
    `  Boundary   ${boundary(users)}`,
    '',
  ];
  if (setupUrl) {
    lines.push(
      'Set it up here. The link works once, and only until the next start:',
      '',
      `  ${setupUrl}`,
      '',
      'Keep both folders, and keep their backups apart: the data holds everything, sealed, and the',
      'keys open it. Without keeper.secret nobody, you included, can ever open an address again;',
      'with both, anybody can.',
      '',
    );
  }
  if (started.restoreQuestion) {
    lines.push(
      started.restoreQuestion === 'restored'
        ? 'NOTHING IS SENT: the keeper has seen this database further on, so it was put back from a backup.'
        : 'NOTHING IS SENT: the keeper has no record of this database, so it may have been put back from a backup.',
      'Answer with `jatakk restored --yes` (hold what was under way) or `jatakk restored --no`; see docs/operating.md.',
      '',
    );
  }
  lines.push('Ctrl-C stops everything.');
  return lines;
}

function boundary(users: HouseUsers | undefined): string {
  if (users) {
    return (
      `web (user ${users.web.uid}), keeper (${users.keeper.uid}) and receiver (${users.receiver.uid}) are different users:\n` +
      '             code that takes over one of the others cannot read the keeper or its key'
    );
  }
  return (
    'web, keeper and receiver are one user: this guards against mistakes and SQL injection, not\n' +
    '             against code execution in one of them. As root, or with compose, they are three'
  );
}
