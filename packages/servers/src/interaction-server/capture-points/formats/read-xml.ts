import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { z } from 'zod';
import { UnusableCaptureError } from '../unusable-capture-error.js';
import { captureContent } from './capture-content.js';
import type { CaptureContent } from './capture-content.js';

/** An element as the parser gives it: one key, its name, with what is in it; `:@` holds its attributes. */
type Node = Readonly<Record<string, unknown>>;

const parser = new XMLParser({
  ...{ preserveOrder: true, ignoreAttributes: false, attributeNamePrefix: '', trimValues: false },
  ...{
    parseTagValue: false,
    parseAttributeValue: false,
    htmlEntities: true,
    ignorePiTags: true,
    ignoreDeclaration: true,
  },
});

/**
 * `<interaction><media>…</media><service>…</service><subject>…</subject><attributes>…</attributes></interaction>`, where attributes are
 * elements by their own names, or `<attribute name="…">`.
 */
export function readXml(text: string): CaptureContent {
  const root = rootOf(text);
  const fields = new Map<string, unknown>();
  for (const [name, node] of elementsOf(root, 'interaction')) {
    if (fields.has(name)) throw twice(name);
    fields.set(name, name === 'attributes' ? attributesOf(node) : textOf(name, node));
  }
  return captureContent(Object.fromEntries(fields));
}

function rootOf(text: string): Node {
  // Entities that a document declares itself could be endless, or lead to other files.
  if (/<!(?:DOCTYPE|ENTITY)/i.test(text)) {
    const message = 'It has a document type declaration, which is not taken: leave it out.';
    throw new UnusableCaptureError('DOCUMENT_TYPE_DECLARED', message);
  }
  const verdict = XMLValidator.validate(text);
  if (verdict !== true) {
    const { msg, line } = verdict.err;
    throw new UnusableCaptureError('MALFORMED_XML', `This is no XML: line ${line}: ${msg}`);
  }
  const nodes = nodesSchema.parse(parse(text)).filter((node) => nameOf(node) !== '#text');
  nodes.forEach(checkAttributes);
  const [root] = nodes;
  if (nodes.length === 1 && root !== undefined && nameOf(root) === 'interaction') return root;
  throw new UnusableCaptureError('MALFORMED_XML', 'One element <interaction> is expected, and nothing beside it.');
}

const nodesSchema = z.array(z.record(z.string(), z.unknown()));

function parse(text: string): unknown {
  try {
    return parser.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'it cannot be read';
    throw new UnusableCaptureError('MALFORMED_XML', `This is no XML that is taken: ${reason}.`);
  }
}

const nameOf = (node: Node): string => Object.keys(node).find((key) => key !== ':@') ?? '';

/** The elements in an element, by name. Other text than white space has no place beside them. */
function elementsOf(node: Node, name: string): readonly (readonly [string, Node])[] {
  const inside = nodesSchema.parse(node[name]);
  const stray = inside.find((each) => '#text' in each && String(each['#text']).trim() !== '');
  if (stray !== undefined) {
    throw new UnusableCaptureError('INVALID_FIELD', `<${name}> has text where elements are expected.`, name);
  }
  const elements = inside.filter((each) => !('#text' in each));
  elements.forEach(checkAttributes);
  return elements.map((each) => [nameOf(each), each]);
}

/** Whatever somebody writes there would be lost, except the name of an attribute; name spaces and the like say nothing. */
function checkAttributes(node: Node): void {
  const element = nameOf(node);
  const given = Object.keys(z.record(z.string(), z.unknown()).parse(node[':@'] ?? {}));
  const unknown = given.find((key) => !/^xml|^xsi:/.test(key) && !(element === 'attribute' && key === 'name'));
  if (unknown === undefined) return;
  throw new UnusableCaptureError(
    'INVALID_FIELD',
    `<${element}> has no attribute "${unknown}": say it in an element.`,
    element,
  );
}

function textOf(name: string, node: Node): string {
  const inside = nodesSchema.parse(node[name]);
  const element = inside.find((each) => !('#text' in each));
  if (element === undefined) return inside.map((each) => String(each['#text'])).join('');
  throw new UnusableCaptureError('INVALID_FIELD', `<${name}> has an element where text is expected.`, name);
}

function attributesOf(node: Node): Readonly<Record<string, string>> {
  const attributes = new Map<string, string>();
  for (const [element, each] of elementsOf(node, 'attributes')) {
    const name = element === 'attribute' ? namedBy(each) : element;
    if (attributes.has(name)) throw twice(name);
    attributes.set(name, textOf(element, each));
  }
  return Object.fromEntries(attributes);
}

function namedBy(node: Node): string {
  const { name } = z.object({ name: z.string().min(1) }).safeParse(node[':@']).data ?? {};
  if (name !== undefined && name !== '__proto__') return name;
  throw new UnusableCaptureError('INVALID_FIELD', '<attribute> needs a name: <attribute name="…">.', 'attributes');
}

const twice = (name: string): UnusableCaptureError =>
  new UnusableCaptureError('INVALID_FIELD', `<${name}> is there twice.`, name);
