export interface Command {
  /** One line of help. */
  says: string;
  /** Returns the exit code. Each is loaded when it is asked for, since a health check must be cheap. */
  run(args: string[]): Promise<number>;
}

/** Everything an operator can tell Jatakk from a shell. */
export const commands: Record<string, Command> = {
  secrets: {
    says: 'make the secrets that docker-compose.yml names, those that are missing, in a folder (default: secrets)',
    run: async (args) => (await import('./secrets.js')).secretsCommand(args),
  },
  migrate: {
    says: 'bring the database up to this version (DATABASE_URL or DATABASE_URL_FILE)',
    run: async () => (await import('./migrate.js')).migrateCommand(),
  },
  'setup-link': {
    says: 'print a new one-time link to set the installation up',
    run: async () => (await import('./setup-link.js')).setupLinkCommand(),
  },
  'go-live': {
    says: 'from trial to live, once and for good (--public-url, --relay, --relay-password-file, --word; asks for the rest)',
    run: async (args) => (await import('./go-live.js')).goLiveCommand(args),
  },
  relay: {
    says: 'another relay, or its new password, once live (--relay, --relay-password-file; --second, --remove-second, --show)',
    run: async (args) => (await import('./relay.js')).relayCommand(args),
  },
  restored: {
    says: 'answer whether the database was put back from a backup (--yes: hold what was under way; --no: it was not)',
    run: async (args) => (await import('./restored.js')).restoredCommand(args),
  },
  backup: {
    says: 'an encrypted backup of the data and, apart from it, of the vault, while Jatakk runs (--to <folder>, --keep <number>)',
    run: async (args) => (await import('./backup.js')).backupCommand(args),
  },
  restore: {
    says: 'put a backup into an empty database, and all that was ended since over it (<file> --vault <file>, --journal <folder>)',
    run: async (args) => (await import('./restore.js')).restoreCommand(args),
  },
  ledger: {
    says: 'verify: that no record of a yes or no was changed or dropped since it was sealed (--file, --known, --records, --json)',
    run: async (args) => (await import('./ledger.js')).ledgerCommand(args),
  },
  audit: {
    says: 'verify: that no line of the log of what staff do was changed, dropped or added since it was written (--json)',
    run: async (args) => (await import('./audit.js')).auditCommand(args),
  },
  dkim: {
    says: 'the keys that sign, and their DNS records (add <domain>, rotate <domain>, check)',
    run: async (args) => (await import('./dkim.js')).dkimCommand(args),
  },
  returns: {
    says: 'the domain that bounces and complaints come back to, and its DNS records (<domain>, off)',
    run: async (args) => (await import('./returns.js')).returnsCommand(args),
  },
  keys: {
    says: 'the keys of the registers and the keeper secret (show, rotate, rotate-secret, recovery-sheet, from-sheet)',
    run: async (args) => (await import('./keys.js')).keysCommand(args),
  },
  receipt: {
    says: 'check a receipt, without the database (verify <file>; --address, --key, --json)',
    run: async (args) => (await import('./receipt.js')).receiptCommand(args),
  },
  staff: {
    says: 'for who has lost all they sign in with beside the password (reset-factors "<name>" --yes)',
    run: async (args) => (await import('./staff.js')).staffCommand(args),
  },
  health: {
    says: 'whether the web or keeper beside which this runs does its work',
    run: async () => (await import('./health.js')).healthCommand(),
  },
  import: {
    says: 'read in what another tool held of a list (<file.csv> --list, --tool, --words <file.json>; --dry-run)',
    run: async (args) => (await import('./import.js')).importCommand(args),
  },
  demo: {
    says: 'do the whole main job in a throw-away folder and show that it holds (--json)',
    run: async (args) => (await import('./demo.js')).demo(args),
  },
};
