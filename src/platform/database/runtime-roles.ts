/**
 * The roles that processes work as, each with a URL and a password of its own. `survey` sees the answers of surveys and
 * `traffic` the counts of visits, and neither anything else; nobody else sees those. `receiver` puts down mail that has
 * come, sealed, and reads none of it.
 */
export const RUNTIME_ROLES = ['web', 'keeper', 'receiver', 'survey', 'traffic'] as const;
export type RuntimeRole = (typeof RUNTIME_ROLES)[number];

/** Something for each runtime role. */
export type PerRole<T> = Record<RuntimeRole, T>;

/** The role's name in PostgreSQL. */
export function roleName(role: RuntimeRole): string {
  return `jatakk_${role}`;
}

/** The setting that holds its connection URL; with `_FILE` behind it, the file that does. */
export function urlSetting(role: RuntimeRole): string {
  return `${role.toUpperCase()}_DATABASE_URL`;
}

/** The setting by which `jatakk migrate` learns its password. */
export function passwordSetting(role: RuntimeRole): string {
  return `${role.toUpperCase()}_DATABASE_PASSWORD`;
}

export function perRole<T>(make: (role: RuntimeRole) => T): PerRole<T> {
  return Object.fromEntries(RUNTIME_ROLES.map((role) => [role, make(role)])) as PerRole<T>;
}
