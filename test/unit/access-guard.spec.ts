import { describe, expect, jest, test } from '@jest/globals';
import { type ExecutionContext, ForbiddenException, NotFoundException } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { readWebSettings } from '../../src/platform/config/settings.js';
import type { SessionMember, Sessions } from '../../src/staff/sessions.service.js';
import { Public, Staff } from '../../src/web/http/access.js';
import { AccessGuard } from '../../src/web/http/access.guard.js';
import { SessionCookie } from '../../src/web/http/session-cookie.js';
import { SignInFirst } from '../../src/web/http/sign-in-first.js';

const TOKEN = 'A'.repeat(43);
const editor: SessionMember = {
  id: '1',
  name: 'Ola',
  role: 'editor',
  locale: 'nb',
  csrf: 'right',
  sessionHash: Buffer.alloc(32),
};

class Routes {
  undecided() {}
  @Public() open() {}
  @Public({ crossSite: true }) openToAll() {}
  @Staff('administrator', 'editor') forBoth() {}
  @Staff('administrator') forOne() {}
  @Staff() forNobody() {}
}

@Public()
class OpenRoutes {
  open(this: void) {}
  @Staff('administrator') closed(this: void) {}
}

const find = jest.fn<Sessions['find']>();
const sessions = {
  find,
  isCsrfOf: (sent: unknown, { csrf }: SessionMember) => sent === csrf,
} as unknown as Sessions;
const cookie = new SessionCookie(readWebSettings({ PUBLIC_URL: 'http://localhost:3000' }));
const guard = new AccessGuard(new Reflector(), sessions, cookie);

interface Asked {
  method?: string;
  headers?: Record<string, string>;
  body?: unknown;
  signedIn?: boolean;
}

function ask(handler: keyof Routes, { method = 'GET', headers = {}, body, signedIn = false }: Asked = {}) {
  return decide(Routes, Routes.prototype[handler], { method, headers, body, signedIn });
}

function decide(controller: object, handler: object, { method, headers, body, signedIn }: Required<Asked>) {
  find.mockReset().mockResolvedValue(signedIn ? editor : undefined);
  const all = { host: 'localhost:3000', ...(signedIn && { cookie: `jatakk=${TOKEN}` }), ...headers };
  const request = { method, headers: all, body };
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

  test('that names no role is nobody’s', async () => {
    await expect(ask('forNobody', { signedIn: true })).rejects.toThrow(NotFoundException);
  });

  test('that is public is anybody’s, and asks for no session', async () => {
    await expect(ask('open')).resolves.toBe(true);
    expect(find).not.toHaveBeenCalled();
  });

  test('for staff leads a stranger to sign-in, and takes nothing from one', async () => {
    await expect(ask('forBoth')).rejects.toThrow(SignInFirst);
    await expect(ask('forBoth', { method: 'POST', body: { csrf: 'right' } })).rejects.toThrow(
      ForbiddenException,
    );
    await expect(ask('forBoth', { headers: { cookie: 'jatakk=short' } })).rejects.toThrow(SignInFirst);
    expect(find).not.toHaveBeenCalled();
  });

  test('for another role is no page at all', async () => {
    await expect(ask('forOne', { signedIn: true })).rejects.toThrow(NotFoundException);
    await expect(ask('forBoth', { signedIn: true })).resolves.toBe(true);
  });

  test('decides for itself against its controller', async () => {
    const asked = { method: 'GET', headers: {}, body: undefined, signedIn: true };
    await expect(decide(OpenRoutes, OpenRoutes.prototype.open, asked)).resolves.toBe(true);
    await expect(decide(OpenRoutes, OpenRoutes.prototype.closed, asked)).rejects.toThrow(NotFoundException);
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
