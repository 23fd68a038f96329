import { formTo } from '../../src/cli/demo/form-to.js';
import { arrives, type ArrivingMail } from './arriving-mail.js';
import type { TestHouse } from './house.js';
import type { HttpClient } from './http-client.js';
import { until } from './until.js';

/** The inbox of one register, as a correspondent uses it. */
export class InboxAt {
  constructor(
    private readonly house: TestHouse,
    private readonly reader: HttpClient,
    readonly registerId: string,
  ) {}

  get path(): string {
    return `/staff/registers/${this.registerId}/inbox`;
  }

  /** Every conversation there is, straight from the rows. */
  async ids(): Promise<string[]> {
    const { rows } = await this.house.database.owner.query<{ id: string }>(
      'select id from jatakk.conversation where register_id = $1',
      [this.registerId],
    );
    return rows.map(({ id }) => id);
  }

  /** A mail arrives, and the keeper has taken it in. The conversation that it begins, or that was there. */
  async receives(mail: ArrivingMail = {}): Promise<{ conversation: string; messageId: string }> {
    const before = new Set(await this.#messages());
    const messageId = await arrives(this.house, this.registerId, mail);
    const conversation = await until('the mail is taken in', async () => {
      const { rows } = await this.house.database.owner.query<{ id: string; conversation_id: string }>(
        `select id, conversation_id from jatakk.conversation_message where register_id = $1 and kind = 'in'`,
        [this.registerId],
      );
      return rows.find(({ id }) => !before.has(id))?.conversation_id;
    });
    return { conversation, messageId };
  }

  page(conversation: string): Promise<string> {
    return this.reader.page(`${this.path}/${conversation}`);
  }

  /** Presses a button of the conversation's page. */
  async presses(
    conversation: string,
    act: string,
    fields: Record<string, string> | [string, string][] = {},
  ): Promise<Response> {
    const form = formTo(await this.page(conversation), `${this.path}/${conversation}/${act}`);
    // Of several with one name each counts; of a field that stands in the page already, what is typed.
    const all = Array.isArray(fields)
      ? [...Object.entries(form.hidden), ...fields]
      : Object.entries({ ...form.hidden, ...fields });
    return this.reader.post(form.action, all);
  }

  async #messages(): Promise<string[]> {
    const { rows } = await this.house.database.owner.query<{ id: string }>(
      'select id from jatakk.conversation_message where register_id = $1',
      [this.registerId],
    );
    return rows.map(({ id }) => id);
  }
}
