// Runs Jest as often as it is asked to, and tells what came of each test.
import { runCLI } from 'jest';

process.on('message', ({ root, argv, mutation }) => {
  if (mutation) process.env.JATAKK_MUTATION = mutation;
  else delete process.env.JATAKK_MUTATION;
  void runCLI(argv, [root]).then(({ results }) => {
    process.send(
      results.testResults.map(({ testFilePath, failureMessage, testResults }) => ({
        path: testFilePath,
        said: failureMessage,
        tests: testResults.map(({ fullName, status, failureMessages }) => ({
          test: fullName,
          status,
          said: failureMessages.join('\n'),
        })),
      })),
    );
  });
});
