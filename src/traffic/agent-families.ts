import Bowser from 'bowser';
import { isbot } from 'isbot';
import { NONE } from './dimensions.js';

/** Families alone: no version, no model. */
export interface AgentFamilies {
  browser: string;
  system: string;
}

/** The parser makes up a family of what it does not know from the very words that were sent: only known ones count. */
const BROWSERS: ReadonlySet<string> = new Set(
  Object.values(Bowser.BROWSER_MAP).filter((name) => name !== 'Generic'),
);
const SYSTEMS: ReadonlySet<string> = new Set(Object.values(Bowser.OS_MAP));

const LONGEST = 512;
const REMEMBERED = 500;

/** What a browser says of itself, made a family. Reading it takes longer than all the rest, so the last few are known. */
export class Agents {
  readonly #known = new Map<string, AgentFamilies | 'bot'>();

  /** @returns 'bot' for what is no reader: crawlers, scanners of mail, programs, and who says nothing */
  familiesOf(agent: string): AgentFamilies | 'bot' {
    const found = this.#known.get(agent);
    if (found) return found;
    const families = read(agent.slice(0, LONGEST));
    if (this.#known.size >= REMEMBERED) this.#known.clear();
    if (agent.length <= LONGEST) this.#known.set(agent, families);
    return families;
  }

  forget(): void {
    this.#known.clear();
  }
}

function read(agent: string): AgentFamilies | 'bot' {
  if (agent === '' || isbot(agent)) return 'bot';
  const { browser, os } = Bowser.parse(agent);
  const known = (names: ReadonlySet<string>, name: string | undefined) =>
    name !== undefined && names.has(name) ? name : NONE;
  return { browser: known(BROWSERS, browser.name), system: known(SYSTEMS, os.name) };
}
