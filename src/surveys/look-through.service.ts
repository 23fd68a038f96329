import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import type { SurveyPlace } from './surveys.queries.js';

/** Fewer than these to a question, and nobody reads what they wrote. */
export const FEWEST_WRITERS = 10;

export interface Said {
  id: string;
  question: string;
  words: string;
  state: 'unread' | 'shown' | 'withheld';
}

export interface SaidCounts {
  question: string;
  all: number;
  unread: number;
}

const HERE = `s.register_id = $1 and s.list_id = $2 and s.id = $3 and s.state = 'closed'`;
const ENOUGH = `(select count(*) from survey.said o
  where o.survey_id = w.survey_id and o.question = w.question) >= ${FEWEST_WRITERS}`;

/** What people wrote in answer to a closed survey: looked through by a person, one by one, before others read it. */
@Injectable()
export class LookThrough {
  constructor(@InjectDataSource('survey') private readonly database: DataSource) {}

  /** How much there is to look through, by question; only where enough have written. */
  async counts({ registerId, listId }: SurveyPlace, id: string): Promise<SaidCounts[]> {
    return (await this.database.query(
      `select w.question, count(*)::int as all, (count(*) filter (where w.state = 'unread'))::int as unread
         from survey.said w join survey.survey s on s.id = w.survey_id where ${HERE}
        group by w.question having count(*) >= ${FEWEST_WRITERS}`,
      [registerId, listId, id],
    )) as SaidCounts[];
  }

  /** Any that nobody has looked at yet: by chance, so that no two come in an order that tells of anybody. */
  async next({ registerId, listId }: SurveyPlace, id: string): Promise<Said | undefined> {
    const rows = (await this.database.query(
      `select w.id, w.question, w.words, w.state from survey.said w join survey.survey s on s.id = w.survey_id
        where ${HERE} and w.state = 'unread' and ${ENOUGH} order by random() limit 1`,
      [registerId, listId, id],
    )) as Said[];
    return rows[0];
  }

  async one({ registerId, listId }: SurveyPlace, id: string, saidId: string): Promise<Said | undefined> {
    const rows = (await this.database.query(
      `select w.id, w.question, w.words, w.state from survey.said w join survey.survey s on s.id = w.survey_id
        where ${HERE} and w.id = $4 and ${ENOUGH}`,
      [registerId, listId, id, saidId],
    )) as Said[];
    return rows[0];
  }

  /**
   * Shown to others with these words, or to nobody. What was cleared from it is gone. False where there is no such text
   * to decide on, or where it is no longer as it was read: somebody else has decided on it.
   */
  async decide(
    { registerId, listId }: SurveyPlace,
    id: string,
    { id: saidId, state, words }: Said,
    was: Said['state'],
  ): Promise<boolean> {
    const rows = (await this.database.query(
      `with decided as (
         update survey.said w set state = $5, words = $6 from survey.survey s
          where s.id = w.survey_id and ${HERE} and w.id = $4 and w.state = $7 and ${ENOUGH} returning 1)
       select count(*)::int as count from decided`,
      [registerId, listId, id, saidId, state, words, was],
    )) as { count: number }[];
    return rows[0]!.count > 0;
  }

  /** What has been looked through and may be read, in an order of chance. */
  async shown({ registerId, listId }: SurveyPlace, id: string): Promise<Said[]> {
    return (await this.database.query(
      `select w.id, w.question, w.words, w.state from survey.said w join survey.survey s on s.id = w.survey_id
        where ${HERE} and w.state = 'shown' and ${ENOUGH} order by w.question, random()`,
      [registerId, listId, id],
    )) as Said[];
  }
}
