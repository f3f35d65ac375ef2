import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { configurationJsonSchema } from './configuration-json-schema.js';

/** Run by `npm run schema`, which also formats the file. A test fails when the published schema is stale. */
const file = join(__dirname, '..', '..', 'scenarios', 'configuration.schema.json');
writeFileSync(file, JSON.stringify(configurationJsonSchema(), undefined, 2));
