/** How one tool's export says what we need: column names in lower case, the first that is there counts. */
export interface Tool {
  address: readonly string[];
  /** When the person followed the link of their own confirmation. */
  confirmedAt: readonly string[];
  /** When they filled in the form, where the tool writes a confirmation time without one for single opt-in too. */
  askedAt?: readonly string[];
  /** Filled in, they say that the person is gone. */
  goneAt: readonly string[];
  status?: { column: string; subscribed: readonly string[] };
}

/**
 * The exports we know. Mailchimp fills CONFIRM_TIME for people who were only added or imported, so there a sign-up
 * before it must stand in OPTIN_TIME. listmonk (uuid, email, name, attributes, status, created_at, updated_at) and
 * Keila (Email, First name, Last name, Data, Status) export no time of confirmation: docs/moving-in.md has the queries
 * that do.
 */
export const TOOLS = {
  mailchimp: {
    address: ['email address', 'email', 'e-postadresse', 'e-post'],
    confirmedAt: ['confirm_time'],
    askedAt: ['optin_time'],
    goneAt: ['unsub_time', 'clean_time'],
  },
  listmonk: {
    address: ['email'],
    confirmedAt: ['confirmed_at'],
    goneAt: [],
    status: { column: 'status', subscribed: ['enabled', 'confirmed'] },
  },
  keila: {
    address: ['email'],
    confirmedAt: ['double_opt_in_at'],
    goneAt: [],
    status: { column: 'status', subscribed: ['active'] },
  },
  other: { address: ['email', 'address'], confirmedAt: ['confirmed_at'], goneAt: ['unsubscribed_at'] },
} as const satisfies Record<string, Tool>;

export type ToolName = keyof typeof TOOLS;

export function isTool(name: string): name is ToolName {
  return Object.hasOwn(TOOLS, name);
}
