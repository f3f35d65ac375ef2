import { z } from 'zod';
import { cutStreams, cutStreamsParameters } from './cut-streams.js';
import { delay, delayParameters } from './delay.js';
import type { Disturbance, FaultTools } from './disturbance.js';
import { drop, dropParameters } from './drop.js';
import { duplicate, duplicateParameters } from './duplicate.js';
import { empty, emptyParameters } from './empty.js';
import { errors, errorsParameters } from './errors.js';
import { forgetHistory, forgetHistoryParameters } from './forget-history.js';
import { reorder, reorderParameters } from './reorder.js';
import { silence, silenceParameters } from './silence.js';

/** What was asked of a fault. */
export interface FaultParameters {
  /** How long it is on. */
  readonly durationMs: number;
  readonly delayMs?: number;
  readonly probability?: number;
  readonly status?: number;
}

export interface FaultKind {
  /** What its request may say. */
  readonly parameters: z.ZodType<FaultParameters>;
  disturb(parameters: FaultParameters, tools: FaultTools): Disturbance;
}

/** Pairs a schema with what takes its outcome. */
const kindOf = <T extends FaultParameters>(
  parameters: z.ZodType<T>,
  disturb: (parameters: T, tools: FaultTools) => Disturbance,
): FaultKind => ({ parameters, disturb: (given, tools) => disturb(given as T, tools) });

export const faultKinds = {
  'cut-streams': kindOf(cutStreamsParameters, cutStreams),
  silence: kindOf(silenceParameters, silence),
  delay: kindOf(delayParameters, delay),
  duplicate: kindOf(duplicateParameters, duplicate),
  reorder: kindOf(reorderParameters, reorder),
  drop: kindOf(dropParameters, drop),
  empty: kindOf(emptyParameters, empty),
  errors: kindOf(errorsParameters, errors),
  'forget-history': kindOf(forgetHistoryParameters, forgetHistory),
} as const satisfies Readonly<Record<string, FaultKind>>;

export type FaultName = keyof typeof faultKinds;
export const faultNameSchema = z.enum(Object.keys(faultKinds) as [FaultName, ...FaultName[]]);
