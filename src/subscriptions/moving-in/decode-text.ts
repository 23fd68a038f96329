import { UnreadableImport } from './unreadable-import.js';

const MOST_BYTES = 200 * 1024 * 1024;
const LONGEST_HEADER = 65_536;

/** A file's text as it comes, and what stands between its columns. @throws UnreadableImport for what is no UTF-8 text */
export async function decodeText(
  source: AsyncIterable<Uint8Array | string>,
): Promise<{ text: AsyncIterable<string>; delimiter: string }> {
  const chunks = decoded(source)[Symbol.asyncIterator]();
  let head = '';
  let ended = false;
  while (!ended && !head.includes('\n') && head.length < LONGEST_HEADER) {
    const next = await chunks.next();
    ended = next.done === true;
    if (!next.done) head += next.value;
  }
  async function* text() {
    yield head;
    for (let next = await chunks.next(); !next.done; next = await chunks.next()) yield next.value;
  }
  return { text: text(), delimiter: delimiterOf(head.split('\n', 1)[0]!) };
}

/** The likeliest, by the header: names of columns hold none of the three. */
function delimiterOf(header: string): string {
  const counts = [',', ';', '\t'].map((one) => [header.split(one).length, one] as const);
  return counts.reduce((most, one) => (one[0] > most[0] ? one : most))[1];
}

async function* decoded(source: AsyncIterable<Uint8Array | string>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let bytes = 0;
  const text = (chunk?: Uint8Array | string) => {
    try {
      const piece =
        typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: chunk !== undefined });
      if (piece.includes('\0')) throw new UnreadableImport('binary');
      return piece;
    } catch (error) {
      throw error instanceof UnreadableImport ? error : new UnreadableImport('not-utf8');
    }
  };
  for await (const chunk of source) {
    bytes += chunk.length;
    if (bytes > MOST_BYTES) throw new UnreadableImport('too-large');
    yield text(chunk);
  }
  yield text();
}
