import { isAbsolute, relative, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { rules } from '../core/rules/rules.js';
import type { FindingInFile } from '../edge/configuration-file/configuration-file-error.js';
import { isHttpUrl } from './http-url.js';
import { packageVersion } from './package-version.js';

/** What findings about fields and references count as, which break no rule of the guide. */
const soundness = {
  id: 'CONFIGURATION',
  severity: 'error',
  title: 'Fields and references are sound',
  reason: 'A configuration with a wrong field, or with a reference that leads nowhere, cannot be used.',
  remedy: 'Mend what the message names.',
} as const;

const described = [...rules, soundness];

/** The findings in the Static Analysis Results Interchange Format 2.1.0, which code review tools show beside the lines. */
export function sarifLog(place: string, findings: readonly FindingInFile[]): object {
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'eservices-lb',
            semanticVersion: packageVersion(),
            rules: described.map(reportingDescriptor),
          },
        },
        columnKind: 'utf16CodeUnits',
        results: findings.map((finding) => result(place, finding)),
      },
    ],
  };
}

const reportingDescriptor = ({ id, severity, title, reason, remedy }: (typeof described)[number]): object => ({
  id,
  shortDescription: { text: `${title}.` },
  fullDescription: { text: reason },
  help: { text: remedy },
  defaultConfiguration: { level: severity },
});

function result(place: string, { rule, severity, message, remedy, line, path }: FindingInFile): object {
  const ruleId = rule ?? soundness.id;
  return {
    ruleId,
    ruleIndex: described.findIndex(({ id }) => id === ruleId),
    level: severity,
    message: { text: remedy === undefined ? `${message}.` : `${message}. ${remedy}` },
    locations: [
      {
        physicalLocation: { artifactLocation: { uri: uriOf(place) }, region: { startLine: line } },
        ...(path.length > 0 && { logicalLocations: [{ fullyQualifiedName: path.join('/') }] }),
      },
    ],
  };
}

/** Relative to the working directory, as review tools expect it of files of the repository; absolute for others. */
function uriOf(place: string): string {
  if (isHttpUrl(place)) return place;
  const path = relative(process.cwd(), place);
  if (path === '' || path.startsWith('..') || isAbsolute(path)) return pathToFileURL(place).href;
  return path.split(sep).map(encodeURIComponent).join('/');
}
