import { addedFindings, validate } from '@eservices-lb/sdk/rules';
import type { EstateConfiguration, RuleFinding } from '@eservices-lb/sdk/rules';
import type { ObjectReference } from '@eservices-lb/sdk/wire';
import { ConfigurationRefusedError } from './configuration-refused-error.js';
import type { StartRecord } from './start-record.js';
import type { World } from './world.js';

/** Holds changes of the configuration against the rules of the guide. */
export class RuleCheck {
  readonly #world: World;
  readonly #starts: StartRecord;

  constructor(world: World, starts: StartRecord) {
    this.#world = world;
    this.#starts = starts;
  }

  /** What the rules say of the configuration in use, and of the hazards of the estate as it runs. */
  findings(): readonly RuleFinding[] {
    return this.#judge(this.#world.configuration);
  }

  /**
   * Refuses a change that adds errors. What was wrong before may stay so, or a wrong configuration could not be mended one object at a time.
   * @param changed the object that the change is about; `undefined` where it is deleted
   * @returns the warnings that the change adds, and all those about the changed object
   * @throws ConfigurationRefusedError
   */
  refuseNewErrors(after: EstateConfiguration, changed: ObjectReference | undefined): readonly RuleFinding[] {
    const findings = this.#judge(after);
    const added = new Set(findings.length === 0 ? [] : addedFindings(this.findings(), findings));
    const [first, ...others] = findings.filter((each) => each.severity === 'error' && added.has(each));
    if (first !== undefined) throw new ConfigurationRefusedError([first, ...others]);
    const isAboutChanged = ({ objects }: RuleFinding): boolean =>
      objects.some(({ kind, name }) => kind === changed?.kind && name === changed.name);
    return findings.filter((each) => each.severity === 'warning' && (added.has(each) || isAboutChanged(each)));
  }

  #judge(configuration: EstateConfiguration): readonly RuleFinding[] {
    const { statuses, hostStatuses } = this.#world;
    return validate(configuration, { statuses, hostStatuses, startedWith: this.#starts.all });
  }
}
