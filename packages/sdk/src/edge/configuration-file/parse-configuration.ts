import { LineCounter, parseDocument } from 'yaml';
import type { EstateConfiguration } from '../../core/rules/estate-configuration.js';
import { ConfigurationFileError } from './configuration-file-error.js';
import { decodeConfiguration } from './decode-configuration.js';
import { lineOfPath } from './line-of-path.js';

/**
 * Reads a configuration written in YAML.
 * @param file what to call it in messages
 * @throws ConfigurationFileError with every mistake and its line
 */
export function parseConfiguration(text: string, file: string): EstateConfiguration {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, merge: true, prettyErrors: false });
  if (document.errors.length > 0) {
    const findings = document.errors.map(({ message, pos }) => ({
      path: [],
      message,
      line: lines.linePos(pos[0]).line,
    }));
    throw new ConfigurationFileError(file, findings);
  }
  const decoded = decodeConfiguration(toPlainValue(document, file));
  if (decoded.isUsable) return decoded.configuration;
  const findings = decoded.findings.map((finding) => ({
    ...finding,
    line: lineOfPath(document, lines, finding.path),
  }));
  throw new ConfigurationFileError(
    file,
    findings.sort((a, b) => a.line - b.line),
  );
}

/** An alias that names no anchor is noticed only here. */
function toPlainValue(document: ReturnType<typeof parseDocument>, file: string): unknown {
  try {
    return document.toJS() as unknown;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new ConfigurationFileError(file, [{ path: [], message, line: 1 }]);
  }
}
