import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const rootDir = join(dirname(fileURLToPath(import.meta.url)), '..');

const common = {
  rootDir,
  testEnvironment: '<rootDir>/test/support/one-realm.mjs',
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transformIgnorePatterns: [],
  transform: {
    // Jest's own packages go through here when Jest loads itself.
    '/node_modules/(?!jest|@jest/|expect|pretty-format|@swc/).+\\.[cm]?js$':
      '<rootDir>/test/support/third-party.mjs',
    '^.+\\.tsx?$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2022',
          parser: { syntax: 'typescript', tsx: true, decorators: true },
          transform: {
            legacyDecorator: true,
            decoratorMetadata: true,
            react: { runtime: 'automatic', importSource: 'preact' },
          },
        },
        module: { type: 'es6' },
      },
    ],
  },
};

const project = (name) => ({
  ...common,
  displayName: name,
  testMatch: [`<rootDir>/test/${name}/**/*.spec.ts?(x)`],
});

const projects = ['unit', 'contracts', 'guards', 'promises', 'flows'];
// Longer than a test should take: by name only (npm run test:faults, test:roles, test:pages, rehearse:operating), which CI
// does.
const byName = ['faults', 'long', 'rehearsals', 'roles', 'pages', 'browser'].filter((name) =>
  process.argv.some((argument) => argument === name || argument.includes(`test/${name}/`)),
);

export default {
  // One more than there are processors: specs wait for a database and for mail as well as they count. A process is made
  // anew when it has gathered this much.
  maxWorkers: availableParallelism() + 1,
  workerIdleMemoryLimit: '2GB',
  rootDir,
  globalSetup: '<rootDir>/test/support/global-setup.mjs',
  globalTeardown: '<rootDir>/test/support/global-teardown.mjs',
  testTimeout: 120_000,
  projects: [...projects, ...byName].map(project),
};
