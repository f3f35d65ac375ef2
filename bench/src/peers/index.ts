import { array } from './array.js';
import { cassandra } from './cassandra.js';
import { elasticCluster, elasticWeighted } from './elastic.js';
import { ours, oursPickerAlone, oursRoundRobin } from './eservices-lb.js';
import { grpc } from './grpc.js';
import { moleculer } from './moleculer.js';
import type { Peer } from './peer.js';
import { balancedPool, roundRobinPool } from './undici.js';

/** Everyone who picks, in the order of the tables. */
export const everyone: readonly Peer[] = [
  array,
  ours,
  oursRoundRobin,
  oursPickerAlone,
  grpc,
  balancedPool,
  roundRobinPool,
  moleculer,
  elasticCluster,
  elasticWeighted,
  cassandra,
];
