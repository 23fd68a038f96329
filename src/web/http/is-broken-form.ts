/** What the multipart parser throws of a form that is cut off or has no usable boundary: it gives no status. */
const SENTENCES =
  /^(Unexpected end of multipart data|\w+ terminated early due to|Multipart: Boundary not found|The needle cannot)/;

/** Whether a fault is the sender's: a multipart form that breaks off, or whose boundary cannot be one (RFC 2046 §5.1.1). */
export function isBrokenForm(thrown: unknown): boolean {
  return thrown instanceof Error && SENTENCES.test(thrown.message);
}
