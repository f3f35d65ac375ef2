/** An application did not come up. The message says which, why, and what its log says last. */
export class FailedStartError extends Error {
  override readonly name = 'FailedStartError';

  constructor(
    readonly application: string,
    reason: string,
    readonly logFile: string,
    logLines: readonly string[],
  ) {
    const log =
      logLines.length > 0
        ? `The end of its log (${logFile}):\n${logLines.map((line) => `    ${line}`).join('\n')}`
        : `Its log (${logFile}) is empty.`;
    super(`${application} did not start: ${reason}. ${log}`);
  }
}
