import fc from 'fast-check';
import { stringify } from 'yaml';
import { EstateFileError, parseEstateFile } from '../../../packages/sdk/src/edge/estate-file.js';
import { hold } from '../../oracles/hold.js';
import { expectRefusal, expectSame } from '../expectations.js';
import type { TextTarget } from '../fuzz-target.js';
import { aConfiguration, aStatus } from '../shapes/estate.js';
import { yamlDictionary } from '../shapes/yaml-dictionary.js';

const anEstate = fc
  .tuple(aConfiguration, fc.array(aStatus, { maxLength: 2 }), fc.boolean())
  .map(([estate, statuses, hasStatuses]) => ({ ...estate, ...(hasStatuses && { statuses }) }));

export const estateFile: TextTarget = {
  name: 'estate-file',
  property: 'the file of a file source is taken whole, or refused with a line; what is taken is taken again as it is',
  reads: 'text',
  inputsInTests: 500,
  dictionary: [...yamlDictionary, 'statuses:', '  - { application: chat-1, status: running }'],
  shaped: fc
    .tuple(anEstate, fc.boolean())
    .map(([value, isYaml]) => (isYaml ? stringify(JSON.parse(JSON.stringify(value))) : JSON.stringify(value))),
  oracle: (input) => {
    try {
      const read = parseEstateFile(input, 'estate.yaml');
      expectSame(parseEstateFile(JSON.stringify(read), 'again'), read, 'an estate is read again as another');
      return 'taken';
    } catch (error) {
      const { line, problem } = expectRefusal(error, EstateFileError);
      const lines = input.split(/\r\n|\r|\n/).length;
      hold(line >= 1 && line <= lines && problem !== '', () => `the problem stands on line ${line} of ${lines}`);
      return 'refused';
    }
  },
};
