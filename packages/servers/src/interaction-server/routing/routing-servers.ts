import type { Logger } from 'pino';
import { decode } from '../../application-server/decode.js';
import { RequestError } from '../../application-server/request-error.js';
import type { JsonRpcPeer } from '../../json-rpc/json-rpc-peer.js';
import type { Assignment } from './arrival.js';
import type { MissingLog } from './missing-log.js';
import type { RoutingBoard } from './routing-board.js';
import { helloSchema } from './routing-request.js';
import type { Hello } from './routing-request.js';
import type { RoutingServerDirectory } from './routing-server-directory.js';

export interface RoutingServersOptions {
  readonly board: Pick<RoutingBoard, 'connect' | 'assignment'>;
  readonly directory: Pick<RoutingServerDirectory, 'isConnected' | 'missingOf' | 'dbidOf'>;
  /** The connection of a routing server is replaced by a new one of the same. */
  readonly onReplaced: (former: JsonRpcPeer) => void;
  readonly missingLog: Pick<MissingLog, 'tell'>;
  readonly log: Logger;
}

interface Greeted {
  readonly peer: JsonRpcPeer;
  readonly hello: Hello;
}

/** The connections that have said which routing server they are. */
export class RoutingServers {
  readonly #options: RoutingServersOptions;
  readonly #greeted = new Map<string, Greeted>();

  constructor(options: RoutingServersOptions) {
    this.#options = options;
  }

  /**
   * A routing server says who it is and what it has loaded, for the first time or anew.
   * @returns what is missing for balancing it with others
   * @throws RequestError 403 where the configuration knows of no such connection
   */
  greet(peer: JsonRpcPeer, params: unknown): readonly string[] {
    const hello = decode(helloSchema, params);
    const { application, strategies, isTaking } = hello;
    const { directory, onReplaced, log } = this.#options;
    if (!directory.isConnected(application)) {
      log.warn({ application }, 'a client says that it is a routing server with a connection to us, and is none');
      const message = `"${application}" is no Universal Routing Server with a connection to this server in its configuration: connect it (IXN-2).`;
      throw new RequestError(403, 'NOT_CONNECTED', message, 'application');
    }
    const own = this.#nameOf(peer);
    if (own !== undefined && own !== application)
      throw new RequestError(409, 'OTHER_NAME', `This connection is that of "${own}".`, 'application');
    const former = this.#greeted.get(application)?.peer;
    if (former !== undefined && former !== peer) onReplaced(former);
    this.#greeted.set(application, { peer, hello });
    const missing = this.#describe(hello);
    log.info({ application, strategies, isTaking }, 'a routing server is connected');
    return missing;
  }

  /** Settings have changed, and with them what is missing. */
  describeAgain(): void {
    for (const { hello } of this.#greeted.values()) this.#describe(hello);
  }

  peerOf(application: string): JsonRpcPeer | undefined {
    return this.#greeted.get(application)?.peer;
  }

  /** A connection is over. Says which routing server's it was. */
  delete(peer: JsonRpcPeer): string | undefined {
    const application = this.#nameOf(peer);
    if (application !== undefined) this.#greeted.delete(application);
    return application;
  }

  /**
   * What the routing server at this connection was given under the number; nothing, where it is finished or went elsewhere.
   * @throws RequestError 403 where another routing server has it
   */
  assignmentOf(peer: JsonRpcPeer, requestId: string): Assignment | undefined {
    const application = this.#nameOf(peer);
    if (application === undefined)
      throw new RequestError(403, 'NO_ROUTING_SERVER', 'Only a routing server may do this: say router.hello first.');
    const assignment = this.#options.board.assignment(requestId);
    if (assignment === undefined || assignment.application === application) return assignment;
    const of = assignment.application;
    this.#options.log.warn({ application, of }, 'a routing server speaks of what another one has');
    throw new RequestError(403, 'GIVEN_TO_ANOTHER', 'Another routing server has this interaction.', 'requestId');
  }

  #nameOf(peer: JsonRpcPeer): string | undefined {
    return [...this.#greeted].find(([, one]) => one.peer === peer)?.[0];
  }

  #describe({ application, strategies, agentReservation, isTaking }: Hello): readonly string[] {
    const { board, directory, missingLog } = this.#options;
    const missing = directory.missingOf(application, { agentReservation, hasStrategies: strategies.length > 0 });
    board.connect({ application, dbid: directory.dbidOf(application), strategies, missing, isTaking });
    missingLog.tell(application, missing);
    return missing;
  }
}
