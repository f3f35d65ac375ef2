const deep = 4_000;

/** What parsers have stumbled over elsewhere. */
export const nastyTokens: readonly string[] = [
  ...['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', '{"__proto__":{"polluted":1}}'],
  ...['0', '-0', '-1', '1e999', '-1e999', '1e-999', '9007199254740993', '4294967296', '2147483648', '65536', '255'],
  ...['0x10', '0b1', '1_000', '00', '.5', 'NaN', 'Infinity', 'null', 'true', 'undefined', '[]', '{}', '""'],
  ...['\0', '\u0001', '\u001b[2J', '\r', '\n', '\r\n', '\r\n\r\n', '\t', '\ufeff', '\u2028', '\u202e', '\u200b'],
  ...[
    '\ud800',
    '\udfff',
    '\udc00\ud800',
    '💬',
    'é',
    'e\u0301',
    'ﷺ',
    '\uffff',
    '%00',
    '%c0%af',
    '%ff',
    '\\u0000',
    '\\ud800',
  ],
  ...[
    '../',
    '..\\',
    '/etc/passwd',
    'CON',
    '.',
    '..',
    ' ',
    '   ',
    '-',
    '--',
    '+',
    ',',
    ';',
    ':',
    '=',
    '&',
    '"',
    "'",
    '`',
  ],
  ...['<script>alert(1)</script>', '${7*7}', '{{7*7}}', '%s%n', '$(id)', "' OR 1=1 --", 'javascript:alert(1)'],
  ...['&a [*a]', '*a', '<<: *a', '- &b [*b,*b,*b]', '!!js/function "return 1"', '? ', '|', '>', '--- ', '...', '# '],
  ...['<!DOCTYPE a [<!ENTITY b "b">]>', '&b;', '&#0;', '&#x110000;', '<![CDATA[', ']]>', '<?xml?>', '<!--', '-->'],
  ...['aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!', 'x'.repeat(256), ' '.repeat(300)],
];

/** Seldom put in, since they are long: as deep as a stack is, or as wide as a line is long. */
export const longTokens: readonly string[] = [
  ...['[', '{"a":', '{a: ', '- ', '(', '<a>'].map((opening) => opening.repeat(deep)),
  `${'['.repeat(deep)}${']'.repeat(deep)}`,
  `${'{"a":'.repeat(deep)}1${'}'.repeat(deep)}`,
  ...['9', ' ', '\n', 'a', '"', ',', '-', '\\', '\0'].map((character) => character.repeat(20_000)),
  ['a: &a [x,x,x,x,x,x,x,x,x]', ...Array.from('abcdefgh', billion)].join('\n'),
];

/** One more line of a billion laughs. */
function billion(name: string): string {
  const next = String.fromCharCode(name.charCodeAt(0) + 1);
  return `${next}: &${next} [${Array.from({ length: 9 }, () => `*${name}`).join(',')}]`;
}
