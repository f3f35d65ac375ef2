import fc from 'fast-check';
import type { CaptureContent } from '../../../packages/servers/src/interaction-server/capture-points/formats/capture-content.js';
import { readCapture } from '../../../packages/servers/src/interaction-server/capture-points/formats/read-capture.js';
import { tenantOfCapture } from '../../../packages/servers/src/interaction-server/capture-points/intake/tenant-of-capture.js';
import { UnusableCaptureError } from '../../../packages/servers/src/interaction-server/capture-points/unusable-capture-error.js';
import { hold } from '../../oracles/hold.js';
import { expectRefusal, expectSame } from '../expectations.js';
import type { BytesTarget } from '../fuzz-target.js';
import { anyJson, nastyText } from '../shapes/nasty-text.js';
import { maybe, nearly } from '../shapes/nearly.js';

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
const element = (name: string, value: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  value.map((text) => `<${name}>${text}</${name}>`);
const anElement = fc.oneof(
  element('media', nastyText.map(escaped)),
  element('service', fc.constantFrom('billing', '', '<b/>')),
  element(
    'attributes',
    fc.array(element('company', nastyText.map(escaped)), { maxLength: 2 }).map((all) => all.join('')),
  ),
  element(
    'attributes',
    nastyText.map((name) => `<attribute name="${name}">x</attribute>`),
  ),
);
const xml = fc
  .array(anElement, { maxLength: 4 })
  .map((all) => `<?xml version="1.0"?><interaction>${all.join('')}</interaction>`);
const json = nearly({
  ...{ media: maybe(nastyText), queue: maybe(nastyText), service: maybe(nastyText), subject: maybe(nastyText) },
  attributes: fc.dictionary(nastyText, anyJson, { maxKeys: 3 }),
}).map((content) => JSON.stringify(content));

const mapping = {
  attributes: ['company', '__proto__'],
  values: { Acme: 'Environment', Other: 'Resources', Strange: 'Unserved' },
  defaultTenant: 'Environment',
  tenants: ['Environment'],
};

export const capture: BytesTarget = {
  name: 'capture',
  property:
    'what is captured is text by name for a tenant that is served, the same in JSON; all else is refused with a code and what is wrong (MT-8)',
  reads: 'bytes',
  dictionary: [
    '<interaction>',
    '</interaction>',
    '<attribute name="',
    '<attributes>',
    '"attributes":{',
    '<!DOCTYPE',
    '&amp;',
    '&#65;',
    'Acme',
    'company',
  ],
  shaped: fc.oneof(xml, json).map((text) => Buffer.from(text)),
  oracle: (input) => {
    let content: CaptureContent;
    try {
      content = readCapture(input);
      const tenant = tenantOfCapture(content.attributes, mapping);
      hold(mapping.tenants.includes(tenant), 'it is for a tenant that is not served');
    } catch (error) {
      const { code } = expectRefusal(error, UnusableCaptureError);
      hold(code !== '', 'the refusal has no code');
      return 'refused';
    }
    hold(!Object.hasOwn(content.attributes, '__proto__'), 'an attribute is called __proto__');
    hold(JSON.stringify(content).length <= 6 * input.length + 1_000, 'more comes out than went in');
    expectSame(
      readCapture(Buffer.from(JSON.stringify(content)), 'json'),
      content,
      'the same in JSON is another capture',
    );
    return 'taken';
  },
};
