/** Injection tokens for what web is given at its start. */
export const WEB_SETTINGS = Symbol('web settings');
export const WEB_SECRET = Symbol('web secret');
export const MAILBOX_DIR = Symbol('folder of the local mailbox');
export const ON_LIVE = Symbol('what to do when the house goes live');
