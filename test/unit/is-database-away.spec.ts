import { expect, test } from '@jest/globals';
import { isDatabaseAway } from '../../src/platform/database/is-database-away.js';

const fault = (fields: object, message = 'x') => Object.assign(new Error(message), fields);

test.each([
  ['refused', fault({ code: 'ECONNREFUSED' })],
  ['its socket gone', fault({ code: 'ENOENT', syscall: 'connect' })],
  ['shutting down', fault({ code: '57P01' })],
  ['starting up', fault({ driverError: fault({ code: '57P03' }) })],
  ['full of connections', fault({ code: '53300' })],
  ['its disk full', fault({ driverError: fault({ code: '53100' }) })],
  ['too slow', fault({ driverError: fault({ code: '57014' }) })],
  ['silent', fault({ driverError: fault({}, 'Query read timeout') })],
  ['not let in', fault({}, 'timeout exceeded when trying to connect')],
  ['dropped', fault({ code: '3D000' })],
  ['cut', fault({}, 'Connection terminated unexpectedly')],
  ['cut inside a query', fault({ driverError: fault({}, 'Connection terminated unexpectedly') })],
])('%s: the database is away', (_, thrown) => {
  expect(isDatabaseAway(thrown)).toBe(true);
});

test.each([
  ['a file that is not there', fault({ code: 'ENOENT', syscall: 'open' })],
  ['a right we lack', fault({ driverError: fault({ code: '42501' }) })],
  ['a value twice', fault({ code: '23505' })],
  ['our own fault', new TypeError('x is undefined')],
  ['nothing', undefined],
  ['a text', 'ECONNREFUSED'],
])('%s: it is not', (_, thrown) => {
  expect(isDatabaseAway(thrown)).toBe(false);
});
