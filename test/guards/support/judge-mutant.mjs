/** See the declaration beside. */
export function whyMissed(guard, results) {
  const void_ = results.find(({ said }) => said.includes('void: not exactly once'));
  if (void_) return `the mutation no longer fits: ${firstLine(void_.said)}`;
  for (const { spec, test, says } of guard.caughtBy) {
    const result = results.find((one) => one.spec === spec && one.test === test);
    if (!result) {
      const other = results.find((one) => one.spec === spec && one.test === '');
      return `“${test}” did not run${other ? `: ${firstLine(other.said)}` : ''}`;
    }
    if (result.status === 'passed') return `“${test}” stays green`;
    if (result.status !== 'failed') return `“${test}” was ${result.status}`;
    if (!result.said.includes(says)) return `“${test}” is red for another reason: ${firstLine(result.said)}`;
  }
  return undefined;
}

const firstLine = (text) => text.trim().split('\n').slice(0, 6).join(' ').slice(0, 300);
