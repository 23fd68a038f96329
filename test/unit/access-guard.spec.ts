import { describe, expect, jest, test } from '@jest/globals';
import { type ExecutionContext, ForbiddenException, NotFoundException } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { readWebSettings } from '../../src/platform/config/settings.js';
import type { SecondFactors } from '../../src/staff/factors/second-factors.service.js';
import type { SessionMember, Sessions } from '../../src/staff/sessions.service.js';
import { AnyStaff, Confirmed, HalfSignedIn, May, OwnAccount, Public } from '../../src/web/http/access.js';
import { AccessGuard } from '../../src/web/http/access.guard.js';
import type { CampaignPlaces } from '../../src/web/http/campaign-places.service.js';
import { SessionCookie } from '../../src/web/http/session-cookie.js';
import { ConfirmFirst, GoFirst } from '../../src/web/http/go-first.js';

const TOKEN = 'A'.repeat(43);
const editor: SessionMember = {
  id: '1',
  name: 'Ola',
  grants: [{ role: 'editor', registerId: null, listId: null }],
  locale: 'nb',
  csrf: 'right',
  sessionHash: Buffer.alloc(32),
  lacksFactor: false,
  confirmed: true,
  confirmedByKeeper: true,
};

class Routes {
  undecided() {}
  @Public() open() {}
  @Public({ crossSite: true }) openToAll() {}
  @AnyStaff() forBoth() {}
  @May('manage-staff') forOne() {}
  @May('write-campaign') forWriters() {}
  @OwnAccount() own() {}
  @HalfSignedIn() half() {}
  @AnyStaff() @Confirmed() harmful() {}
  @AnyStaff() @Confirmed('factors') factors() {}
}

@Public()
class OpenRoutes {
  open(this: void) {}
  @May('manage-staff') closed(this: void) {}
}

const find = jest.fn<Sessions['find']>();
const findHalf = jest.fn<Sessions['findHalf']>();
const sessions = {
  find,
  findHalf,
  isCsrfOf: (sent: unknown, { csrf }: SessionMember) => sent === csrf,
} as unknown as Sessions;
const cookie = new SessionCookie(readWebSettings({ PUBLIC_URL: 'http://localhost:3000' }));
const listOf = jest.fn<CampaignPlaces['listOf']>();
const places = { listOf } as unknown as CampaignPlaces;
const confirm = jest.fn<SecondFactors['confirm']>();
const proofs = { confirm } as unknown as SecondFactors;
const guard = new AccessGuard(new Reflector(), sessions, cookie, places, proofs);

interface Asked {
  method?: string;
  headers?: Record<string, string>;
  body?: unknown;
  signedIn?: boolean;
  params?: Record<string, string>;
  grants?: SessionMember['grants'];
  /** What else is known of the session. */
  session?: Partial<SessionMember>;
  half?: boolean;
}

function ask(handler: keyof Routes, asked: Asked = {}) {
  return decide(Routes, Routes.prototype[handler], asked);
}

function decide(controller: object, handler: object, asked: Asked) {
  const {
    method = 'GET',
    headers = {},
    body,
    signedIn = false,
    params = {},
    grants = editor.grants,
    session = {},
    half = false,
  } = asked;
  find.mockReset().mockResolvedValue(signedIn ? { ...editor, grants, ...session } : undefined);
  findHalf.mockReset().mockResolvedValue(half ? { ...editor } : undefined);
  const all = {
    host: 'localhost:3000',
    ...((signedIn || half) && { cookie: `jatakk=${TOKEN}` }),
    ...headers,
  };
  const request = { method, headers: all, body, params };
  const context = {
    getHandler: () => handler,
    getClass: () => controller,
    switchToHttp: () => ({ getRequest: () => request }),
  };
  return guard.canActivate(context as unknown as ExecutionContext);
}

describe('a route', () => {
  test.each(['GET', 'HEAD', 'POST', 'PUT', 'DELETE'])(
    'that does not say who may use it is nobody’s (%s)',
    async (method) => {
      const asked = { method, signedIn: true, body: { csrf: 'right' } };
      await expect(ask('undecided', asked)).rejects.toThrow(NotFoundException);
    },
  );

  test('that is public is anybody’s, and asks for no session', async () => {
    await expect(ask('open')).resolves.toBe(true);
    expect(find).not.toHaveBeenCalled();
  });

  test('for staff leads a stranger to sign-in, and takes nothing from one', async () => {
    await expect(ask('forBoth')).rejects.toMatchObject({ path: '/staff/sign-in' });
    await expect(ask('forBoth', { method: 'POST', body: { csrf: 'right' } })).rejects.toThrow(
      ForbiddenException,
    );
    await expect(ask('forBoth', { headers: { cookie: 'jatakk=short' } })).rejects.toMatchObject({
      path: '/staff/sign-in',
    });
    expect(find).not.toHaveBeenCalled();
  });

  test('for another role is no page at all', async () => {
    await expect(ask('forOne', { signedIn: true })).rejects.toThrow(NotFoundException);
    await expect(ask('forBoth', { signedIn: true })).resolves.toBe(true);
  });

  test('decides for itself against its controller', async () => {
    const asked = { signedIn: true };
    await expect(decide(OpenRoutes, OpenRoutes.prototype.open, asked)).resolves.toBe(true);
    await expect(decide(OpenRoutes, OpenRoutes.prototype.closed, asked)).rejects.toThrow(NotFoundException);
  });
});

describe('a route at a place', () => {
  const [A, B, LIST, OTHER] = ['a1', 'b1', 'l1', 'l2'] as const;
  const of = (registerId: string | null, listId: string | null) => [
    { role: 'editor' as const, registerId, listId },
  ];
  const write = (params: Record<string, string>, grants: SessionMember['grants']) =>
    ask('forWriters', { signedIn: true, params, grants });

  test.each([
    ['the house', of(null, null), { register: A, list: LIST }, true],
    ['its register', of(A, null), { register: A, list: LIST }, true],
    ['its register, in capitals', of(A, null), { register: 'A1', list: 'L1' }, true],
    ['another register', of(B, null), { register: A, list: LIST }, false],
    ['that list', of(A, LIST), { register: A, list: LIST }, true],
    ['that list under another register', of(A, LIST), { register: B, list: LIST }, false],
    ['another list', of(A, OTHER), { register: A, list: LIST }, false],
    ['one list, the register as such', of(A, LIST), { register: A }, true],
    ['one list, another register as such', of(A, LIST), { register: B }, false],
    ['a register, no place named', of(A, null), {}, true],
    ['nothing', [], { register: A }, false],
  ] as [string, SessionMember['grants'], Record<string, string>, boolean][])(
    'for somebody who writes in %s',
    async (_, grants, params, allowed) => {
      const answer = write(params, grants);
      await (allowed
        ? expect(answer).resolves.toBe(true)
        : expect(answer).rejects.toThrow(NotFoundException));
    },
  );

  test('a campaign is at its list', async () => {
    const params = { register: A, campaign: 'c' };
    listOf.mockResolvedValue(LIST);
    await expect(write(params, of(A, LIST))).resolves.toBe(true);
    await expect(write(params, of(A, OTHER))).rejects.toThrow(NotFoundException);
    listOf.mockResolvedValue(undefined);
    await expect(write(params, of(A, LIST))).rejects.toThrow(NotFoundException);
    await expect(write(params, of(A, null))).resolves.toBe(true);
  });

  test('an act of the house is not given with a register', async () => {
    const grants = [{ role: 'administrator' as const, registerId: A, listId: null }];
    await expect(ask('forOne', { signedIn: true, grants })).rejects.toThrow(NotFoundException);
    await expect(
      ask('forOne', { signedIn: true, grants: [{ ...grants[0]!, registerId: null }] }),
    ).resolves.toBe(true);
  });
});

describe('a change', () => {
  const change = { method: 'POST', signedIn: true };

  test.each([undefined, {}, { csrf: 'wrong' }, { csrf: ['right', 'right'] }, 'right'])(
    'with the body %j is refused',
    async (body) => {
      await expect(ask('forBoth', { ...change, body })).rejects.toThrow(ForbiddenException);
    },
  );

  test('with the session’s own token is allowed', async () => {
    await expect(ask('forBoth', { ...change, body: { csrf: 'right' } })).resolves.toBe(true);
  });

  test.each([
    [{ 'sec-fetch-site': 'cross-site' }, false],
    [{ 'sec-fetch-site': 'same-site' }, false],
    [{ 'sec-fetch-site': 'cross-site', origin: 'http://localhost:3000' }, false],
    [{ 'sec-fetch-site': 'same-origin' }, true],
    [{ 'sec-fetch-site': 'none' }, true],
    [{ origin: 'https://evil.example' }, false],
    [{ origin: 'http://localhost:3001' }, false],
    [{ origin: 'null' }, false],
    [{ origin: 'http://localhost:3000' }, true],
    [{}, true],
  ] as [Record<string, string>, boolean][])('that comes with %j: %s', async (headers, allowed) => {
    const asked = { ...change, headers, body: { csrf: 'right' } };
    const onPublic = { method: 'POST', headers };
    if (allowed) {
      await expect(ask('forBoth', asked)).resolves.toBe(true);
      await expect(ask('open', onPublic)).resolves.toBe(true);
    } else {
      await expect(ask('forBoth', asked)).rejects.toThrow(ForbiddenException);
      await expect(ask('open', onPublic)).rejects.toThrow(ForbiddenException);
    }
    await expect(ask('openToAll', onPublic)).resolves.toBe(true);
  });
});

describe('half a session', () => {
  test('opens the page of the second factor, and leads there from any other', async () => {
    await expect(ask('half', { half: true })).resolves.toBe(true);
    await expect(ask('half', { half: true, method: 'POST', body: { csrf: 'right' } })).resolves.toBe(true);
    await expect(ask('half', { half: true, method: 'POST' })).rejects.toThrow(ForbiddenException);
    for (const route of ['forBoth', 'forOne', 'own', 'harmful'] as const) {
      await expect(ask(route, { half: true })).rejects.toMatchObject({ path: '/staff/sign-in/factor' });
      const post = { half: true, method: 'POST', body: { csrf: 'right' } };
      await expect(ask(route, post)).rejects.toThrow(ForbiddenException);
    }
  });

  test('is nobody’s who has none, or a whole one', async () => {
    await expect(ask('half')).rejects.toMatchObject({ path: '/staff/sign-in' });
    await expect(ask('half', { signedIn: true })).rejects.toThrow(GoFirst);
    await expect(ask('half', { method: 'POST', body: { csrf: 'right' } })).rejects.toThrow(
      ForbiddenException,
    );
  });
});

test('whoever lacks the factor that they need reaches their own account and nothing else', async () => {
  const lacks = { signedIn: true, session: { lacksFactor: true } };
  await expect(ask('own', lacks)).resolves.toBe(true);
  await expect(ask('forBoth', lacks)).rejects.toMatchObject({ path: '/staff/account' });
  await expect(ask('forBoth', { ...lacks, method: 'POST', body: { csrf: 'right' } })).rejects.toThrow(
    ForbiddenException,
  );
});

describe('what could do harm', () => {
  const body = { csrf: 'right', factorNonce: 'A'.repeat(22), factorCode: '123 456' };
  const act = {
    signedIn: true,
    method: 'POST',
    body,
    session: { confirmed: false, confirmedByKeeper: false },
  };

  test('asks first, without a proof of late', async () => {
    await expect(ask('harmful', { ...act, method: 'GET' })).rejects.toThrow(ConfirmFirst);
    await expect(ask('harmful', { ...act, body: { csrf: 'right' } })).rejects.toThrow(ConfirmFirst);
    await expect(ask('harmful', { ...act, session: {} })).resolves.toBe(true);
    const wordOfWeb = { confirmed: true, confirmedByKeeper: false };
    await expect(ask('factors', { ...act, method: 'GET', session: wordOfWeb })).rejects.toThrow(ConfirmFirst);
  });

  test('goes on with a proof that the keeper takes, and asks again with one it does not', async () => {
    confirm.mockResolvedValueOnce({ ok: true, answer: {} });
    await expect(ask('harmful', act)).resolves.toBe(true);
    expect(confirm).toHaveBeenLastCalledWith(editor.sessionHash, {
      nonce: body.factorNonce,
      proof: { code: '123456' },
    });
    confirm.mockResolvedValueOnce({ ok: false, refused: 'wrong' });
    await expect(ask('harmful', act)).rejects.toMatchObject({ refused: 'wrong' });
  });

  test('looks at no proof of a page from elsewhere', async () => {
    confirm.mockClear();
    await expect(ask('harmful', { ...act, body: { ...body, csrf: 'wrong' } })).rejects.toThrow(
      ForbiddenException,
    );
    expect(confirm).not.toHaveBeenCalled();
  });
});
