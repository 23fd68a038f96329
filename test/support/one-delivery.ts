import { expect } from '@jest/globals';
import type { AnswerStage } from './hostile-dialogue.js';
import { HostileSink } from './hostile-sink.js';
import { type ListIds, TestHouse } from './house.js';
import { keeperTo } from './keeper-to.js';
import { waitedLongEnough } from './known-people.js';
import { until } from './until.js';

/** One person on one list, and campaign after campaign to them over a server that misbehaves at one step. */
export class OneDelivery {
  sink!: HostileSink;
  campaign = '';

  private constructor(
    readonly house: TestHouse,
    private readonly list: ListIds,
  ) {}

  static async open(): Promise<OneDelivery> {
    const house = await TestHouse.open();
    await house.setUp();
    const list = await house.makeList(await house.makeRegister('nyhetsbrev'), 'anna');
    await house.joins(list, 'anna@example.org');
    return new OneDelivery(house, list);
  }

  /** A server and a keeper that know nothing of what was before. */
  async begin(): Promise<void> {
    this.sink = await new HostileSink(['PIPELINING', '8BITMIME', 'SMTPUTF8']).listen();
    await keeperTo(this.house, this.sink);
  }

  async end(): Promise<void> {
    await this.house.stopKeeper();
    await this.sink.close();
  }

  /** Sends a campaign while the server answers so. */
  async sends(answer: AnswerStage): Promise<void> {
    this.sink.answer = answer;
    this.campaign = await this.house.sends(this.list, 'Et underlig svar');
  }

  async row(): Promise<{ state: string; attempts: number } | undefined> {
    const { rows } = await this.house.database.owner.query(
      'select state, attempts from jatakk.delivery where campaign_id = $1',
      [this.campaign],
    );
    return rows[0] as { state: string; attempts: number } | undefined;
  }

  campaignState(): Promise<string> {
    return this.house.campaignState(this.campaign);
  }

  /** The server was asked, and the delivery waits again. */
  async waitsAgain(): Promise<void> {
    await until('it waits again', async () => {
      return this.sink.connections > 0 && (await this.row())?.state === 'queued';
    });
  }

  resume(): Promise<Response> {
    return this.house.presses('resume', this.list, this.campaign);
  }

  /**
   * The server behaves again: the one message arrives, once. By a new keeper, since how long the old one stays away
   * from a relay that failed is another matter.
   */
  async goesOut(): Promise<void> {
    this.sink.answer = () => undefined;
    await keeperTo(this.house, this.sink);
    await waitedLongEnough(this.house, this.campaign);
    await this.house.isSent(this.campaign);
    expect(await this.house.deliveries(this.campaign)).toEqual({ accepted: 1 });
    expect(this.sink.accepted).toHaveLength(1);
  }
}
