import { Agent, request } from 'node:http';

const agent = new Agent({ keepAlive: true, maxSockets: 16 });

export interface Answer {
  status: number;
  location: string | undefined;
  body: string;
}

export interface Knock {
  method: string;
  path: string;
  cookie?: string;
  headers?: Record<string, string>;
  /** Fields of a form. */
  form?: Record<string, string>;
}

/** One request with its path exactly as given. */
export function knock(base: string, { method, path, cookie, headers, form }: Knock): Promise<Answer> {
  const { hostname, port } = new URL(base);
  const body = form && new URLSearchParams(form).toString();
  return new Promise((resolve, reject) => {
    const sent = request(
      {
        hostname,
        port,
        agent,
        method,
        path,
        headers: {
          accept: 'text/html',
          'accept-language': 'nb',
          ...(cookie && { cookie }),
          ...(body !== undefined && {
            'content-type': 'application/x-www-form-urlencoded',
            'content-length': String(Buffer.byteLength(body)),
          }),
          ...headers,
        },
      },
      (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('error', reject);
        answer.on('end', () => {
          resolve({
            status: answer.statusCode!,
            location: answer.headers.location,
            body: Buffer.concat(chunks).toString('utf8'),
          });
        });
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });
}

/** Runs them some at a time, in order of their start. */
export async function each<T>(things: readonly T[], act: (thing: T) => Promise<void>): Promise<void> {
  const waiting = [...things];
  const worker = async () => {
    for (let thing = waiting.shift(); thing !== undefined; thing = waiting.shift()) await act(thing);
  };
  await Promise.all(Array.from({ length: 12 }, worker));
}
