import { listOfKind, objectKindSchema } from '@eservices-lb/sdk/wire';
import type { ObjectKind } from '@eservices-lb/sdk/wire';

/** What stands for a kind in a path: `/api/v1/training-jobs/…`. */
export const pathOfKind: Readonly<Record<ObjectKind, string>> = { ...listOfKind, trainingJob: 'training-jobs' };

export const objectKinds: readonly ObjectKind[] = objectKindSchema.options;
