import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

/** One service of docker-compose.yml, as far as a rehearsal needs it. */
export interface ComposeService {
  user?: string;
  entrypoint?: string[];
  command?: string[];
  environment?: Record<string, string>;
  secrets?: string[];
  networks?: string[];
  ports?: string[];
  volumes?: string[];
  healthcheck?: { test: string[] };
  read_only?: boolean;
  cap_drop?: string[];
  security_opt?: string[];
  privileged?: boolean;
  profiles?: string[];
}

export interface ComposeFile {
  services: Record<string, ComposeService>;
  secrets: Record<string, { file: string }>;
  networks: Record<string, { internal?: boolean } | null>;
}

/** The file with its anchors merged and its variables filled in, as Compose does it. @throws on a variable it requires */
export function readComposeFile(root: string, variables: Record<string, string>): ComposeFile {
  const text = readFileSync(join(root, 'docker-compose.yml'), 'utf8');
  return filledIn(parse(text, { merge: true }), variables) as ComposeFile;
}

/** `$$`, `${NAME}`, `${NAME:-otherwise}` and `${NAME:?why}` (Compose file reference, Interpolation). */
function filledIn(value: unknown, variables: Record<string, string>): unknown {
  if (Array.isArray(value)) return value.map((each) => filledIn(each, variables));
  if (value !== null && typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, filledIn(each, variables)]));
  }
  if (typeof value !== 'string') return value;
  return value.replace(
    /\$\$|\$\{(\w+)(?::([-?])([^}]*))?\}/g,
    (whole, name: string | undefined, kind: string | undefined, rest: string) => {
      if (name === undefined) return '$';
      const given = variables[name];
      if (given) return given;
      if (kind === '-') return rest;
      throw new Error(`docker-compose.yml needs ${name}${kind ? `: ${rest}` : ''} (in ${whole})`);
    },
  );
}
