import { describeFaults } from '../describe-faults.js';
import { instanceFaults } from './instance-faults.js';
import { InstancesEstate } from './instances-estate.js';

beforeAll(() => InstancesEstate.get(), 150_000);
afterAll(() => InstancesEstate.stop(), 30_000);

describeFaults('faults of application servers', instanceFaults, { runs: 1 });
