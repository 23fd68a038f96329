// Loaded before a program of ours: writes down every place it opens a connection or sends a datagram to.
import dgram from 'node:dgram';
import { appendFileSync } from 'node:fs';
import net from 'node:net';
import { basename } from 'node:path';

const file = process.env.JATAKK_CONNECTIONS_FILE;
const from = basename(process.argv[1] ?? '');

function record(to) {
  appendFileSync(file, `${JSON.stringify({ from, to })}\n`);
}

const connect = Reflect.get(net.Socket.prototype, 'connect');
net.Socket.prototype.connect = function connectRecorded(...args) {
  const [first, second] = Array.isArray(args[0]) ? args[0] : args;
  if (typeof first === 'object' && first !== null)
    record(first.path ?? `${first.host ?? 'localhost'}:${first.port}`);
  else
    record(
      Number.isNaN(Number(first))
        ? String(first)
        : `${typeof second === 'string' ? second : 'localhost'}:${first}`,
    );
  return connect.apply(this, args);
};

const send = Reflect.get(dgram.Socket.prototype, 'send');
dgram.Socket.prototype.send = function sendRecorded(...args) {
  record(`datagram:${args.filter((arg) => typeof arg === 'string' || typeof arg === 'number').join(':')}`);
  return send.apply(this, args);
};
