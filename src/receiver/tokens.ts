/** What Nest provides under a name. */
export const RECEIVER_SETTINGS = Symbol('settings of the receiver');
export const RECEIVER_KEYS = Symbol('keys of the receiver');
export const TLS_FILES = Symbol('certificate and key');
export const MAILBOX = Symbol('mailbox to fetch from');
