import { createHmac, timingSafeEqual } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { hashToken, randomToken } from '../platform/sealing/link-token.js';
import type { Grant } from './policy.js';
import { STAFF_SECRET } from './staff-secret.js';

/** A member of staff with a session. */
export interface SessionMember {
  id: string;
  name: string;
  grants: Grant[];
  locale: string;
  /** Proves that a form came from a page of this session. */
  csrf: string;
  sessionHash: Buffer;
}

const IDLE_HOURS = 2;

/** A token, and whether it opens the house or only the page where the second factor is asked for. */
export interface OpenedSession {
  token: string;
  stage: 'full' | 'half';
}

/**
 * Sessions of staff: rows that hold a token's hash, an idle limit of two hours and an absolute one of twelve. Of
 * somebody who has a second factor one begins only when the keeper has seen it.
 */
@Injectable()
export class Sessions {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    @Inject(STAFF_SECRET) private readonly secret: Buffer,
  ) {}

  /**
   * For somebody whose password was right. The token has 43 characters of base64url.
   * @param browser its family, to tell one session from another on one's own page
   */
  async open(staffId: string, browser = ''): Promise<OpenedSession> {
    const token = randomToken();
    const rows = (await this.database.query('select jatakk.open_session($1, $2, $3) as stage', [
      hashToken(token),
      staffId,
      browser,
    ])) as { stage: OpenedSession['stage'] | null }[];
    const { stage } = rows[0]!;
    if (stage === null) throw new Error('a session for nobody');
    return { token, stage };
  }

  async find(token: string): Promise<SessionMember | undefined> {
    const sessionHash = hashToken(token);
    const rows = (await this.database.query(
      `select s.id, s.name, s.locale, x.seen_at < now() - interval '1 minute' as stale,
              (select coalesce(jsonb_agg(jsonb_build_object(
                        'role', g.role, 'registerId', g.register_id, 'listId', g.list_id)), '[]')
                 from jatakk.grant_now g where g.staff_id = s.id) as grants
         from jatakk.staff_session x join jatakk.staff s on s.id = x.staff_id
        where x.token_hash = $1 and s.state = 'active' and x.ends_at > now()
          and x.seen_at > now() - make_interval(hours => $2)`,
      [sessionHash, IDLE_HOURS],
    )) as (Omit<SessionMember, 'csrf' | 'sessionHash'> & { stale: boolean })[];
    const row = rows[0];
    if (!row) return undefined;
    if (row.stale) {
      await this.database.query('update jatakk.staff_session set seen_at = now() where token_hash = $1', [
        sessionHash,
      ]);
    }
    const { stale: _, ...member } = row;
    return { ...member, sessionHash, csrf: this.#csrf(sessionHash) };
  }

  async close(sessionHash: Buffer): Promise<void> {
    await this.database.query('delete from jatakk.staff_session where token_hash = $1', [sessionHash]);
  }

  isCsrfOf(sent: unknown, member: SessionMember): boolean {
    if (typeof sent !== 'string') return false;
    const wanted = Buffer.from(member.csrf);
    const got = Buffer.from(sent);
    return got.length === wanted.length && timingSafeEqual(got, wanted);
  }

  #csrf(sessionHash: Buffer): string {
    return createHmac('sha256', this.secret).update('csrf|').update(sessionHash).digest('base64url');
  }
}
