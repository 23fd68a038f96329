import { createRequire } from 'node:module';
import { LegacyFakeTimers, ModernFakeTimers } from '@jest/fake-timers';
import { ModuleMocker } from 'jest-mock';

// Node's own object and not a copy, since Jest looks the constructors up in it each time.
const vm = createRequire(import.meta.url)('node:vm');

/** Stands where Jest wants a context of `node:vm` and means none. */
const THIS_REALM = Object.freeze({ realm: 'the one Node itself runs in' });
const DONE = Symbol.for('jatakk.one-realm');

/**
 * For Jest: spec files run in the realm of Node itself, so that a package loaded once (third-party.mjs) serves all of
 * them and an Error is an Error on both sides. With a realm for each file, every file loaded every package anew, which
 * was a quarter of the time and gigabytes of memory (docs/decisions/0041). Files are still apart: each loads its own
 * copy of our sources and has a database of its own; what it leaves in the realm is taken out at its end.
 */
export default class OneRealm {
  global = globalThis;
  #before = { env: { ...process.env }, keys: new Set(Reflect.ownKeys(globalThis)) };

  constructor({ projectConfig }) {
    standInThisRealm();
    const global = globalThis;
    this.moduleMocker = new ModuleMocker(global);
    this.fakeTimers = new LegacyFakeTimers({
      config: projectConfig,
      global,
      moduleMocker: this.moduleMocker,
      timerConfig: { idToRef: (id) => id, refToId: (ref) => ref },
    });
    this.fakeTimersModern = new ModernFakeTimers({ config: projectConfig, global });
  }

  exportConditions() {
    return ['node', 'node-addons'];
  }

  getVmContext() {
    return THIS_REALM;
  }

  async setup() {}

  async teardown() {
    this.fakeTimers.dispose();
    this.fakeTimersModern.dispose();
    const { env, keys } = this.#before;
    for (const name of Object.keys(process.env)) if (!(name in env)) delete process.env[name];
    Object.assign(process.env, env);
    for (const key of Reflect.ownKeys(globalThis))
      if (!keys.has(key) && Object.getOwnPropertyDescriptor(globalThis, key).configurable)
        delete globalThis[key];
  }
}

/** Code that Jest compiles for {@link THIS_REALM} is compiled without a context; any other as ever. */
function standInThisRealm() {
  if (vm[DONE]) return;
  const here = (options, name) =>
    options?.[name] === THIS_REALM ? { ...options, [name]: undefined } : options;
  const { compileFunction, SourceTextModule, SyntheticModule } = vm;
  vm.compileFunction = (code, parameters, options) =>
    compileFunction(code, parameters, here(options, 'parsingContext'));
  vm.SourceTextModule = class extends SourceTextModule {
    constructor(code, options) {
      super(code, here(options, 'context'));
    }
  };
  vm.SyntheticModule = class extends SyntheticModule {
    constructor(names, evaluate, options) {
      super(names, evaluate, here(options, 'context'));
    }
  };
  vm[DONE] = true;
}
