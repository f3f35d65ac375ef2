import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { GivenJob, Registration } from '@eservices-lb/mock-scs/lca';
import { readDataSet } from './data-set.js';
import type { DataSet } from './data-set.js';
import { DataSetError } from './data-set-error.js';

const longestBytes = 8 * 1024 * 1024;
const usualDirectory = 'servers/data-sets';
/** Nothing that leads out of the directory. */
const plainName = /^[^/\\\0]{1,200}$/;

/**
 * The data set of a training job: `<job>.yaml` in the directory that option `directory` of section `data-sets` names, relative to the
 * application's working directory.
 * @throws DataSetError
 */
export async function dataSetOf(job: GivenJob, { application }: Registration): Promise<DataSet> {
  const file = join(application.options['data-sets']?.directory ?? usualDirectory, `${job.name}.yaml`);
  if (!plainName.test(job.name)) throw new DataSetError(file, 'the name of its job can be no name of a file');
  const dataSet = readDataSet(await textOf(file), { file, job: job.name });
  if (dataSet.tenant === job.tenant) return dataSet;
  throw new DataSetError(
    file,
    `it belongs to tenant "${dataSet.tenant}", but the job "${job.name}" to tenant "${job.tenant}" (MT-2)`,
  );
}

async function textOf(file: string): Promise<string> {
  try {
    await using handle = await open(file, 'r');
    const { size } = await handle.stat();
    if (size > longestBytes) throw new DataSetError(file, `it has more than ${longestBytes} bytes`);
    return await handle.readFile('utf8');
  } catch (error) {
    if (error instanceof DataSetError) throw error;
    throw new DataSetError(file, error instanceof Error ? error.message : 'it cannot be read');
  }
}
