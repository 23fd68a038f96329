import { z } from 'zod';
import { isLoopback } from './is-loopback.js';
import { providerVariables } from './provider-settings.js';

const flag = z
  .string()
  .optional()
  .transform((text) => text === '1' || text === 'true');

const publicUrl = z
  .url()
  .refine(
    (text) => {
      const { protocol, hostname } = new URL(text);
      return protocol === 'https:' || isLoopback(hostname);
    },
    { message: 'must be https, or http on localhost' },
  )
  .transform((text) => text.replace(/\/+$/, ''));

/** What every process reads from its environment. None of it is secret. */
export const commonVariables = z.object({
  PUBLIC_URL: publicUrl,
  REDIS_URL: z.string().optional(),
  /** Before every key in Redis: two houses that share one need two. */
  REDIS_PREFIX: z
    .string()
    .regex(/^[\w-]+$/)
    .default('jatakk'),
  /** 'system', 'off', or comma-separated resolver addresses. */
  DNS_RESOLVER: z.string().default('system'),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
});

const web = commonVariables.extend({
  PORT: z.coerce.number().int().min(0).max(65535).default(3000),
  HOST: z.string().default('127.0.0.1'),
  /** Comma-separated addresses or networks of proxies whose X-Forwarded-For counts. */
  TRUSTED_PROXIES: z
    .string()
    .default('')
    .transform((text) => {
      const proxies = text.split(',').flatMap((proxy) => proxy.trim() || []);
      return proxies.length > 0 && proxies;
    }),
  /** Seconds a form must have been open before it is sent. A program is faster than a person. */
  FORM_MINIMUM_SECONDS: z.coerce.number().min(0).max(60).default(2),
  /** From which age somebody may say yes alone (in Norway 13, personopplysningsloven § 5). 0 leaves it unsaid. */
  MINIMUM_AGE: z.coerce.number().int().min(0).max(99).default(13),
  /** Whether a consent record keeps, sealed, the network (/24, or /48 for IPv6) that an answer came from. */
  CONSENT_NETWORK_PREFIX: flag,
  /** Sign-ups that one address on the internet (a /64 for IPv6) may send in ten minutes. */
  SIGN_UPS_PER_CLIENT: z.coerce.number().int().positive().default(60),
  /** A file of `prefix<TAB>domain`: which domain a network belongs to, for counting visits. */
  NETWORK_DOMAINS: z
    .string()
    .optional()
    .transform((path) => path || undefined),
  /** A resolver on this machine that is asked for the same besides. */
  TRAFFIC_RESOLVER: z
    .string()
    .regex(/^$|^(127\.\d+\.\d+\.\d+|\[::1\])(:\d{1,5})?$|^::1$/, {
      message: 'must be on this machine, such as 127.0.0.1',
    })
    .optional()
    .transform((server) => server || undefined),
  ...providerVariables,
});

const keeper = commonVariables.extend({
  /**
   * Connections to the relay that campaigns use at once, in the end: they begin with four. Notices have eight of their
   * own; a Postfix as it comes takes fifty from one client.
   */
  RELAY_CONNECTIONS: z.coerce.number().int().min(1).max(100).default(40),
  /** Messages a second that campaigns hand to each relay; 0: as many as it takes. */
  RELAY_PER_SECOND: z.coerce.number().min(0).default(0),
  /** Messages a second that campaigns hand over for each receiving domain; 0: as many as are taken. */
  DOMAIN_PER_SECOND: z.coerce.number().min(0).default(0),
  /** How often the keeper looks for work that no bell announced. */
  POLL_SECONDS: z.coerce.number().min(0.1).max(60).default(10),
  /** Confirmations the whole house sends in an hour before it pauses the rest. */
  CONFIRMATIONS_PER_HOUR: z.coerce.number().int().positive().default(3000),
  /** The folder where this keeper notes the counter that tells a restored database. Without it nothing guards a restore. */
  KEEPER_STATE: z.string().min(1).optional(),
  /** For rehearsals: no wait after a database crash before sign-ups are opened again. */
  SKIP_CRASH_WAIT: flag,
});

export type WebSettings = z.infer<typeof web>;
export type KeeperSettings = z.infer<typeof keeper>;

/** @throws Error naming every setting that does not hold, in one sentence each. */
export function readWebSettings(env: NodeJS.ProcessEnv): WebSettings {
  return readVariables(web, env);
}

/** @throws Error naming every setting that does not hold, in one sentence each. */
export function readKeeperSettings(env: NodeJS.ProcessEnv): KeeperSettings {
  return readVariables(keeper, env);
}

/** @throws Error naming every setting that does not hold, in one sentence each. */
export function readVariables<S extends z.ZodType>(schema: S, env: NodeJS.ProcessEnv): z.infer<S> {
  const result = schema.safeParse(env);
  if (result.success) return result.data;
  const sentences = result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new Error(`The settings do not hold. ${sentences.join('; ')}`);
}
