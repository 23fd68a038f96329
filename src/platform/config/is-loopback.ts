/** Whether a host name of a URL is this machine's own, where nobody else listens in on plain http. */
export function isLoopback(hostname: string): boolean {
  return ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
}
