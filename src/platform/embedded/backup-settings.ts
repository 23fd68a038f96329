import { join, resolve } from 'node:path';
import { Refusal } from './refusal.js';

export interface BackupSettings {
  /** The folder for backups. */
  to: string;
  /** How many backups of the data stay. */
  keep: number;
  /** Whether the house makes one every night by itself. */
  nightly: boolean;
}

/** `JATAKK_BACKUPS`: a folder, or `off` for no backup that nobody asked for. `BACKUP_KEEP`: 1 to 90. */
export function readBackupSettings(env: NodeJS.ProcessEnv, dataPath: string): BackupSettings {
  const keep = Number(env.BACKUP_KEEP || 14);
  if (!Number.isInteger(keep) || keep < 1 || keep > 90) {
    // The journal, without which an older one would bring people back, is kept for 90 days.
    throw new Refusal('BACKUP_KEEP must be a whole number from 1 to 90.');
  }
  const nightly = env.JATAKK_BACKUPS !== 'off';
  return { to: resolve((nightly && env.JATAKK_BACKUPS) || join(dataPath, 'backups')), keep, nightly };
}
