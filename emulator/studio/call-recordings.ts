/** Voice, as Studio's record-call widget sees it: recording a call that is running. */
export interface CallRecordings {
  /**
   * Begins or stops. `options` are those of `POST …/Calls/{CallSid}/Recordings`. Returns the Recording resource in wire case, or undefined when
   * the call cannot be recorded or has no recording to stop.
   */
  recordCall(request: {
    readonly accountSid: string;
    readonly callSid: string;
    readonly on: boolean;
    readonly options: Readonly<Record<string, string>>;
  }): Readonly<Record<string, unknown>> | undefined;
}
