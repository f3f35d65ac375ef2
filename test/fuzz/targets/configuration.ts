import fc from 'fast-check';
import { ConfigurationFileError, parseConfiguration, parseWithWarnings } from '@eservices-lb/sdk/rules';
import { stringify } from 'yaml';
import { shiftPorts } from '../../../packages/mock-scs/src/configuration/shift-ports.js';
import { hold } from '../../oracles/hold.js';
import { expectRefusal, expectSame } from '../expectations.js';
import type { TextTarget } from '../fuzz-target.js';
import { aConfiguration } from '../shapes/estate.js';
import { yamlDictionary } from '../shapes/yaml-dictionary.js';

export const configuration: TextTarget = {
  name: 'configuration',
  property:
    'a configuration file is taken whole, or refused with the line of everything that is wrong; what is taken is taken again as it is',
  reads: 'text',
  inputsInTests: 500,
  dictionary: [
    ...yamlDictionary,
    'tenants:',
    'applications:',
    '  - { dbid: 1, name: Environment }',
    'type: ChatServer',
  ],
  shaped: fc
    .tuple(aConfiguration, fc.boolean())
    .map(([value, isYaml]) => (isYaml ? stringify(JSON.parse(JSON.stringify(value))) : JSON.stringify(value))),
  oracle: (input) => {
    try {
      const { configuration: read, warnings } = parseWithWarnings(input, 'estate.yaml');
      for (const warning of warnings)
        hold(warning.line >= 1 && warning.rule !== undefined, 'a warning has no line or no rule');
      expectSame(parseConfiguration(JSON.stringify(read), 'again'), read, 'a configuration is read again as another');
      expectSame(shiftPorts(read, 8_000), read, 'ports are shifted by nothing');
      return 'taken';
    } catch (error) {
      const { findings, file } = expectRefusal(error, ConfigurationFileError, 20_000 + 100 * input.length);
      hold(file === 'estate.yaml' && findings.length > 0, 'nothing is said to be wrong');
      const lines = input.split(/\r\n|\r|\n/).length;
      for (const finding of findings) {
        hold(finding.line >= 1 && finding.line <= lines, () => `a finding stands on line ${finding.line} of ${lines}`);
        hold(finding.message !== '', 'a finding says nothing');
      }
      return 'refused';
    }
  },
};
