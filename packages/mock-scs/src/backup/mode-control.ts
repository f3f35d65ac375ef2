/** The two modes of a warm standby pair; the third, `exiting`, is nobody's to command. */
export type PairMode = 'primary' | 'backup';

/** How applications are told their modes, whether they have a process or are only played. */
export interface ModeControl {
  /**
   * Tells an application its mode. `done`: it has it now, because nobody needs to be asked (it is simulated, or not linked). `asked`: it will say so
   * itself when it has taken it.
   */
  become(application: string, mode: PairMode): 'asked' | 'done';
}
