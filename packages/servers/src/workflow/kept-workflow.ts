import type { Clock } from '@eservices-lb/sdk';
import type { Registration } from '@eservices-lb/mock-scs/lca';
import type { Logger } from 'pino';
import { readWorkflow } from './read-workflow.js';
import { emptyWorkflow } from './workflow.js';
import type { Workflow } from './workflow.js';
import { WorkflowError } from './workflow-error.js';
import { workflowText } from './workflow-text.js';
import type { WorkflowText } from './workflow-text.js';

/** How often the file is looked at, ms. */
const pauseMs = 1_000;

export interface KeptWorkflowOptions {
  readonly registration: () => Registration;
  /** Another workflow is in use. */
  readonly onChange: () => void;
  readonly clock: Clock;
  readonly log: Pick<Logger, 'error' | 'info'>;
}

type Found = WorkflowText | 'none configured';

/**
 * The workflow of a running server. The file is followed as it changes, and as another one is configured; one that cannot be used is told,
 * and changes nothing.
 */
export class KeptWorkflow {
  readonly #options: KeptWorkflowOptions;
  #current: Workflow = emptyWorkflow;
  #file: string | undefined;
  #problem: string | undefined;
  #looking: Promise<void> | undefined;
  /** What was found last; undefined where nothing could be. */
  #last: Found | undefined;
  #cancel: () => void = () => undefined;
  #isClosed = false;

  constructor(options: KeptWorkflowOptions) {
    this.#options = options;
  }

  get current(): Workflow {
    return this.#current;
  }

  /** What operators see: the file in use, and why the configured one is not. */
  shown(): { readonly file?: string; readonly problem?: string } {
    return {
      ...(this.#file !== undefined && { file: this.#file }),
      ...(this.#problem !== undefined && { problem: this.#problem }),
    };
  }

  /** Reads the file, and follows it from now on. */
  async follow(): Promise<void> {
    await this.look();
    if (this.#isClosed) return;
    this.#cancel = this.#options.clock.after(pauseMs, () => void this.follow());
  }

  /** Looks whether the configured file says something else. */
  async look(): Promise<void> {
    // One look at a time: an earlier one must not undo what a later one found.
    const earlier = this.#looking;
    const looking = earlier === undefined ? this.#look() : earlier.then(() => this.#look());
    this.#looking = looking;
    await looking;
    if (this.#looking === looking) this.#looking = undefined;
  }

  close(): void {
    this.#isClosed = true;
    this.#cancel();
  }

  async #look(): Promise<void> {
    const before = this.#last;
    this.#last = undefined;
    try {
      const found = (await workflowText(this.#options.registration())) ?? 'none configured';
      this.#last = found;
      if (isSame(found, before)) return;
      if (found === 'none configured') this.#use(emptyWorkflow, undefined);
      else this.#use(readWorkflow(found.text, found.file), found.file);
    } catch (error) {
      this.#tell(error);
    }
  }

  #use(workflow: Workflow, file: string | undefined): void {
    this.#current = workflow;
    this.#file = file;
    this.#problem = undefined;
    if (file !== undefined) this.#options.log.info({ file }, 'the workflow file is in use');
    this.#options.onChange();
  }

  #tell(error: unknown): void {
    const message = error instanceof Error ? error.message : String(error);
    if (message === this.#problem) return;
    this.#problem = message;
    const problems = error instanceof WorkflowError ? error.problems.slice(0, 20) : [];
    this.#options.log.error({ problems }, message);
  }
}

const isSame = (one: Found, other: Found | undefined): boolean =>
  typeof one === 'string' || typeof other !== 'object'
    ? one === other
    : one.file === other.file && one.text === other.text;
