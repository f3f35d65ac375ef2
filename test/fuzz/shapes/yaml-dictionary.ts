/** What has a meaning in YAML. */
export const yamlDictionary = [
  ...[
    '&a ',
    '*a',
    '<<: *a',
    '<<: [*a, *a]',
    '&a [*a]',
    '!!binary ',
    '!!set ',
    '!!omap ',
    '!<tag:x> ',
    '%YAML 1.2\n---\n',
    '---\n',
  ],
  ...[
    '? [a]\n: b',
    '? {a: b}\n: c',
    '__proto__: { state: disabled }',
    'constructor: {}',
    '~: 1',
    '.inf',
    '.nan',
    '0o17',
    '|+\n',
    '>-\n',
  ],
];
