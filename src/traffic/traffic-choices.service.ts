import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { readChoices, type TrafficChoices, writeChoices } from './traffic.queries.js';

/** What staff have chosen, as every view asks for it: from memory, read again once a minute. */
@Injectable()
export class TrafficChoicesKept {
  /** Before it is known nothing is counted. */
  current: TrafficChoices = { counting: false, visitors: false, sites: [], asking: [] };
  #sites: ReadonlySet<string> = new Set();
  #asking: ReadonlySet<string> = new Set();

  constructor(@InjectDataSource('traffic') private readonly database: DataSource) {}

  mayCount(site: string): boolean {
    return this.current.counting && this.#sites.has(site);
  }

  /** Whether visitors of this site are asked, and those who say yes counted. */
  mayAsk(site: string): boolean {
    return this.current.counting && this.#asking.has(site);
  }

  get asksAnywhere(): boolean {
    return this.current.counting && this.current.asking.length > 0;
  }

  async read(): Promise<TrafficChoices> {
    this.current = await readChoices(this.database);
    this.#sites = new Set(this.current.sites);
    this.#asking = new Set(this.current.asking);
    return this.current;
  }

  async choose(choices: TrafficChoices): Promise<void> {
    await writeChoices(this.database, choices);
    await this.read();
  }
}
