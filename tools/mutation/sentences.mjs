import { declareValuePlugin, PluginKind } from '@stryker-mutator/api/plugin';

const sentences = new Set(['message', 'remedy', 'title', 'reason']);
const ofRules = new Set(['objects', 'check', 'message']);

const isSentence = ({ node, parentPath }) =>
  (node.type === 'StringLiteral' || node.type === 'TemplateLiteral') &&
  parentPath?.isObjectProperty() &&
  parentPath.node.value === node &&
  sentences.has(parentPath.node.key.name) &&
  parentPath.parent.properties.some(({ key }) => ofRules.has(key?.name));

/** Leaves alone what a rule says in words: its tests look for the part that matters, and another word is no defect. */
const sentencesOfRules = { shouldIgnore: (path) => (isSentence(path) ? 'a sentence of a rule' : undefined) };

export const strykerPlugins = [declareValuePlugin(PluginKind.Ignore, 'sentences-of-rules', sentencesOfRules)];
