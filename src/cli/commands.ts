import { demo } from './demo.js';
import { migrateCommand } from './migrate.js';

export interface Command {
  /** One line of help. */
  says: string;
  /** Returns the exit code. */
  run(args: string[]): Promise<number>;
}

/** Everything an operator can tell Jatakk from a shell. */
export const commands: Record<string, Command> = {
  migrate: {
    says: 'bring the database up to this version (DATABASE_URL or DATABASE_URL_FILE)',
    run: migrateCommand,
  },
  demo: { says: 'do the whole main job in a throw-away folder and show that it holds (--json)', run: demo },
};
