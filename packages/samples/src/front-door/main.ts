import { runApplication } from '../process/run-application.js';
import { createFrontDoor } from './front-door.js';

void runApplication('The front door: balances the web nodes.', ({ name, ...application }) =>
  createFrontDoor({ application: name, ...application }),
);
