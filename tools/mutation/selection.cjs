/** Tests that mutants of the core are not played against, by the reason. */
const leftOut = {
  'of sockets, processes, files and packages: slow, and not about the core': [
    ...['sdk/http', 'sdk/http-axios', 'sdk/http-connections', 'sdk/http-failover', 'sdk/http-nock', 'sdk/dispatcher'],
    ...['sdk/express-door', 'sdk/express-properties', 'sdk/express-routes', 'sdk/refused-connection', 'sdk/prober'],
    ...['sdk/package', 'sdk/packed', 'sdk/file-source', 'sdk/view-file', 'sdk/last-view'],
    ...['rules/command-line', 'rules/start'],
  ],
  'of sources, which stand before the core': [
    ...['sdk/control-server-source', 'sdk/scs-source', 'sdk/reconnecting-source', 'sdk/guarded-source'],
    ...['sdk/source-property', 'sdk/burst', 'sdk/retry-after', 'sdk/server-sent-events', 'sdk/system-clock'],
  ],
  'a million cases': ['sdk/alias-forgery'],
  'of the test kit or the mock, not of the core': ['sdk/describe-policy', 'rules/changes', 'sdk/metrics'],
};

const pathsLeftOut = new Set(
  Object.values(leftOut)
    .flat()
    .map((name) => `test/${name}.test.ts`),
);

/** Those of a single thing come first, those that take longest last: most mutants meet their end early. */
const first = [
  ...['sdk/contact', 'sdk/listeners', 'sdk/fingerprint', 'sdk/run-state', 'sdk/sharded-map', 'sdk/directory'],
  ...['sdk/retry-budget', 'sdk/failure-memory', 'sdk/itinerary', 'sdk/state-table', 'sdk/warm-standby', 'sdk/select'],
];
const last = ['sdk/aliases', 'sdk/policies', 'rules/sms-numbers', 'rules/validate', 'sdk/incremental-view'];

const pathsOf = (names) => names.map((name) => `test/${name}.test.ts`);

const inOrder = (paths) => [
  ...pathsOf(first),
  ...paths.filter((path) => !pathsOf([...first, ...last]).includes(path)),
  ...pathsOf(last),
];

module.exports = { isLeftOut: (path) => pathsLeftOut.has(path), inOrder };
