/** Injection token: web's own 32-byte secret, for sessions, CSRF, form stamps and the hash that staff sign in by. */
export const STAFF_SECRET = Symbol('staff secret');
