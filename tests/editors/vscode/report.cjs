// Runs tests by name and counts them, for the stand-in, the extension host and the workbench.

/** A counter of tests. `say` prints a line; `failing` is called after a failure, and may return the path of a screenshot. */
exports.counter = function counter(say, failing = () => undefined) {
  const sums = { passed: 0, failed: 0 };
  async function test(name, body) {
    try {
      await body();
      sums.passed += 1;
      say(`ok    ${name}`);
    } catch (problem) {
      sums.failed += 1;
      const picture = await failing(sums.failed);
      const said = String(problem?.stack ?? problem).slice(0, 1500).replaceAll('\n', '\n      ');
      say(`FAIL  ${name}${picture ? ` (see ${picture})` : ''}\n      ${said}`);
    }
  }
  return { sums, test, sum: () => `${sums.passed} passed, ${sums.failed} failed` };
};

/** Asks again and again until the answer is yes; `what` names it, or makes its name from what there was instead. */
exports.eventually = async function eventually(what, ask, patience) {
  const end = Date.now() + patience;
  for (;;) {
    const answer = await ask();
    if (answer) return answer;
    if (Date.now() > end) throw new Error(`${typeof what === 'function' ? what() : what}: not within ${patience / 1000} s`);
    await new Promise((go) => setTimeout(go, 30));
  }
};
