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
  /** They must have a second factor and have none: nothing is open to them but to get one. */
  lacksFactor: boolean;
  /** It was shown within ten minutes who sits there. */
  confirmed: boolean;
  /** The same, and the keeper has seen it: what changing the factors themselves takes. */
  confirmedByKeeper: boolean;
}

/** Half a session: the password was right, and the second factor is awaited. */
export interface HalfMember {
  id: string;
  name: string;
  locale: string;
  csrf: string;
  sessionHash: Buffer;
}

/** One of a member's sessions, as they see it themselves. */
export interface ShownSession {
  id: string;
  begunAt: Date;
  seenAt: Date;
  browser: string;
  current: boolean;
}

const IDLE_HOURS = 2;
const BY_FACTOR = new Set(['totp', 'passkey', 'recovery']);

type SessionRow = Pick<SessionMember, 'id' | 'name' | 'grants' | 'locale'> & {
  stale: boolean;
  has: boolean;
  needs: boolean;
  /** How it was last shown who sits there. */
  by: string | null;
  recent: boolean;
};

/** A token, and whether it opens the house or only the page where the second factor is asked for. */
export interface OpenedSession {
  token: string;
  /** 'short-password': neither, since the factor is gone that let the password be short. */
  stage: 'full' | 'half' | 'short-password';
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
              jatakk.has_factor(s.id) as has, jatakk.needs_factor(s.id) as needs, x.confirmed_by as by,
              coalesce(x.confirmed_at > now() - interval '10 minutes', false) as recent,
              (select coalesce(jsonb_agg(jsonb_build_object(
                        'role', g.role, 'registerId', g.register_id, 'listId', g.list_id)), '[]')
                 from jatakk.grant_now g where g.staff_id = s.id) as grants
         from jatakk.staff_session x join jatakk.staff s on s.id = x.staff_id
        where x.token_hash = $1 and s.state = 'active' and x.ends_at > now()
          and x.seen_at > now() - make_interval(hours => $2)`,
      [sessionHash, IDLE_HOURS],
    )) as SessionRow[];
    const row = rows[0];
    if (!row) return undefined;
    if (row.stale) {
      await this.database.query('update jatakk.staff_session set seen_at = now() where token_hash = $1', [
        sessionHash,
      ]);
    }
    const { id, name, locale, grants, has, needs, by, recent } = row;
    const byFactor = recent && BY_FACTOR.has(by ?? '');
    return {
      id,
      name,
      locale,
      grants,
      sessionHash,
      csrf: this.#csrf(sessionHash),
      lacksFactor: needs && !has,
      confirmed: byFactor || (recent && !has && !needs),
      confirmedByKeeper: byFactor || (recent && !has && by === 'password'),
    };
  }

  async findHalf(token: string): Promise<HalfMember | undefined> {
    const sessionHash = hashToken(token);
    const rows = (await this.database.query(
      `select s.id, s.name, s.locale from jatakk.staff_half_session h join jatakk.staff s on s.id = h.staff_id
        where h.token_hash = $1 and h.ends_at > now() and s.state = 'active'`,
      [sessionHash],
    )) as Pick<HalfMember, 'id' | 'name' | 'locale'>[];
    const row = rows[0];
    return row && { ...row, sessionHash, csrf: this.#csrf(sessionHash) };
  }

  /** All of a member's, the newest first. */
  async of(member: Pick<SessionMember, 'id' | 'sessionHash'>): Promise<ShownSession[]> {
    return (await this.database.query(
      `select x.id, x.begun_at as "begunAt", x.seen_at as "seenAt", x.browser, x.token_hash = $2 as current
         from jatakk.staff_session x
        where x.staff_id = $1 and x.ends_at > now() and x.seen_at > now() - make_interval(hours => $3)
        order by x.begun_at desc, x.id`,
      [member.id, member.sessionHash, IDLE_HOURS],
    )) as ShownSession[];
  }

  /** Ends another of a member's own sessions, or all others. */
  async end(
    member: Pick<SessionMember, 'id' | 'sessionHash'>,
    which: { id: string } | 'others',
  ): Promise<void> {
    await this.database.query(
      `delete from jatakk.staff_session x
        where x.staff_id = $1 and x.token_hash <> $2 and ($3::uuid is null or x.id = $3)`,
      [member.id, member.sessionHash, which === 'others' ? null : which.id],
    );
  }

  async close(sessionHash: Buffer): Promise<void> {
    await this.database.query('delete from jatakk.staff_session where token_hash = $1', [sessionHash]);
  }

  isCsrfOf(sent: unknown, member: Pick<SessionMember, 'csrf'>): boolean {
    if (typeof sent !== 'string') return false;
    const wanted = Buffer.from(member.csrf);
    const got = Buffer.from(sent);
    return got.length === wanted.length && timingSafeEqual(got, wanted);
  }

  #csrf(sessionHash: Buffer): string {
    return createHmac('sha256', this.secret).update('csrf|').update(sessionHash).digest('base64url');
  }
}
