import { startListening } from './listening-process.mjs';

/** Web, once it answers. @param {import('./listening-process.mjs').Options} options */
export function startWebProcess(options) {
  const settingsAt = (/** @type {number} */ port) => ({
    PORT: String(port),
    PUBLIC_URL: `http://localhost:${port}`,
    DNS_RESOLVER: 'off',
  });
  return startListening('web', settingsAt, options);
}
