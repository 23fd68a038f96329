/** Injection tokens for what the keeper is given at its start. */
export const KEEPER_SETTINGS = Symbol('keeper settings');
export const TRIAL_RELAY = Symbol('relay of the trial');
export const ON_LIVE = Symbol('what to do when the house goes live');
export const DATABASE_URL = Symbol('database url');
