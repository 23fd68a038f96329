/** Another way of writing a request that some router, proxy or guard has read as a permitted one. */
export interface Variant {
  name: string;
  of(method: string, path: string): { method: string; path: string; headers?: Record<string, string> };
}

const METHODS = ['HEAD', 'OPTIONS', 'PUT', 'PATCH', 'DELETE'].map((method): Variant => ({
  name: `as ${method}`,
  of: (_, path) => ({ method, path }),
}));

const path = (name: string, write: (path: string) => string): Variant => ({
  name,
  of: (method, plain) => ({ method, path: write(plain) }),
});

export const VARIANTS: readonly Variant[] = [
  ...METHODS,
  path('with a slash at its end', (plain) => `${plain}/`),
  path('with two slashes in it', (plain) => plain.replace('/staff', '//staff')),
  path('with two slashes within', (plain) => plain.replace('/staff/', '/staff//')),
  path('with a letter encoded', (plain) => plain.replace('/s', '/%73')),
  path('with its slashes encoded', (plain) => `/${plain.slice(1).replaceAll('/', '%2f')}`),
  path('in capitals', (plain) => plain.toUpperCase()),
  path('with a dot', (plain) => `/.${plain}`),
  path('by way of a public one', (plain) => `/assets/..${plain}`),
  path('with a parameter of its segment', (plain) => plain.replace('/staff', '/staff;x=1')),
  path('as a file', (plain) => `${plain}.json`),
  {
    name: 'with an overriding header',
    of: (method, plain) => ({
      method: method === 'GET' ? 'POST' : 'GET',
      path: plain,
      headers: { 'x-http-method-override': method, 'x-original-url': '/assets/jatakk.css' },
    }),
  },
  {
    name: 'with an overriding field',
    of: (method, plain) => ({
      method: method === 'GET' ? 'POST' : 'GET',
      path: `${plain}?_method=${method}`,
    }),
  },
];
