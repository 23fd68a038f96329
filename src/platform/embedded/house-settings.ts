import { join, resolve } from 'node:path';
import { type BackupSettings, readBackupSettings } from './backup-settings.js';
import { readSetting } from '../config/read-secret.js';
import { type PerRole, perRole, urlSetting } from '../database/runtime-roles.js';
import { wantedPort, wantedReceiverPort } from './ports.js';
import { Refusal } from './refusal.js';
import { isRoot, userIds, type UserIds } from './unprivileged.js';

/** A user of its own for each process. */
export type HouseUsers = Record<'web' | 'keeper' | 'receiver', UserIds>;

/** What `npm start` is told by its environment. */
export interface HouseSettings {
  port: number;
  host: string;
  /** Where the receiver takes mail in. */
  receiver: { port: number; host: string };
  /** What the installation has set for itself goes before it; undefined: this machine. */
  publicUrl: string | undefined;
  dataPath: string;
  /** The owner's; undefined: a PostgreSQL of our own. */
  databaseUrl: string | undefined;
  /** Those of the runtime roles, where they are given. */
  roleUrls: PerRole<string | undefined>;
  /** The keeper's own folder; undefined: one beside its secret. */
  keeperStatePath: string | undefined;
  /** Seconds between pressing send and the start of a campaign. */
  undoSeconds: number;
  /** Whether a second factor shown to the provider of sign-in is asked for again. */
  trustsProvider: boolean;
  backups: BackupSettings;
  /** As whom each process runs; only when started by root. */
  users: HouseUsers | undefined;
}

export function readHouseSettings(env: NodeJS.ProcessEnv, projectRoot: string): HouseSettings {
  const undoSeconds = Number(env.UNDO_SECONDS || 300);
  if (!Number.isInteger(undoSeconds) || undoSeconds < 0 || undoSeconds > 86_400) {
    throw new Refusal('UNDO_SECONDS must be a whole number from 0 to 86400.');
  }
  const databaseUrl = readSetting(env, 'DATABASE_URL');
  if (databaseUrl && !/^postgres(ql)?:\/\//.test(databaseUrl)) {
    throw new Refusal('DATABASE_URL must begin with postgres://');
  }
  const dataPath = resolve(env.JATAKK_DATA || join(projectRoot, 'data'));
  return {
    port: wantedPort(env),
    host: env.HOST || '127.0.0.1',
    receiver: { port: wantedReceiverPort(env), host: env.RECEIVER_HOST || '127.0.0.1' },
    publicUrl: env.PUBLIC_URL?.replace(/\/+$/, '') || undefined,
    dataPath,
    databaseUrl,
    roleUrls: perRole((role) => readSetting(env, urlSetting(role))),
    keeperStatePath: env.KEEPER_STATE ? resolve(env.KEEPER_STATE) : undefined,
    undoSeconds,
    trustsProvider: env.OIDC_MFA === 'trusted',
    backups: readBackupSettings(env, dataPath),
    users: isRoot()
      ? {
          web: user(env, 'JATAKK_WEB_USER', 61_181),
          keeper: user(env, 'JATAKK_KEEPER_USER', 61_182),
          receiver: user(env, 'JATAKK_RECEIVER_USER', 61_184),
        }
      : undefined,
  };
}

const PASSED_ON =
  /^(PATH|TMPDIR|TZ|LANG|LC_[A-Z]+|NODE_ENV|NODE_OPTIONS|NODE_EXTRA_CA_CERTS|REDIS_URL|REDIS_PREFIX|LOG_LEVEL|HOST|TRUSTED_PROXIES|DNS_RESOLVER|FORM_MINIMUM_SECONDS|MINIMUM_AGE|NETWORK_DOMAINS|TRAFFIC_RESOLVER|SIGN_UPS_PER_CLIENT|RELAY_CONNECTIONS|RELAY_PER_SECOND|DOMAIN_PER_SECOND|POLL_SECONDS|CONFIRMATIONS_PER_HOUR|SKIP_CRASH_WAIT|OIDC_(?:ISSUER|CLIENT_ID|CLIENT_SECRET_FILE|NAME|MFA)|RECEIVER_(?:PORT|HOST|NAME|TLS_CERT_FILE|TLS_KEY_FILE|SIZE_MB|CONNECTIONS|PER_CLIENT|WAITING_MB|IDLE_SECONDS)|IMAP_(?:URL|PASSWORD_FILE|KEEP_FOLDER|POLL_SECONDS)|JATAKK_(?!SECRETS$)\w+)$/;

/** The environment of web, keeper and receiver: settings that are known to hold no secret, and nothing else. */
export function childEnvironment(env: NodeJS.ProcessEnv, port: number, publicUrl: string): NodeJS.ProcessEnv {
  const passed = Object.entries(env).filter(([name]) => PASSED_ON.test(name));
  return { ...Object.fromEntries(passed), PORT: String(port), PUBLIC_URL: publicUrl };
}

/** The same database for another role. A socket's URL has no host, so this is no work for URL. */
export function urlForRole(databaseUrl: string, role: string, password: string): string {
  return databaseUrl.replace(
    /^(postgres(?:ql)?:\/\/)(?:[^@/?#]*@)?/,
    (_, scheme: string) => `${scheme}${role}:${encodeURIComponent(password)}@`,
  );
}

function user(env: NodeJS.ProcessEnv, name: string, otherwise: number): UserIds {
  const ids = userIds(env[name] || String(otherwise));
  if (ids && ids.uid > 0 && ids.gid > 0) return ids;
  throw new Refusal(`${name} must name a user of this system, or give a number, and not be root.`);
}
