/** What Twilio's REST API answers to Studio itself. */
export interface ApiAnswer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/** A POST that a widget needs: a call to place, a recording to begin, a message to send, a task to make. */
export interface ApiPost {
  readonly accountSid: string;
  /** Below the account: "/Calls.json"; with `workflowSid` below that workflow's workspace: "/Tasks". */
  readonly path: string;
  readonly workflowSid?: string;
  readonly form: Readonly<Record<string, string>>;
}

/** Twilio's APIs as Studio uses them, in the name of the flow's account. Never rejects: what is refused is an answer. */
export interface TwilioApi {
  post(request: ApiPost): Promise<ApiAnswer>;
}

/** Whether the API did what it was asked. */
export function wasDone({ status }: ApiAnswer): boolean {
  return status >= 200 && status < 300;
}

/** Why it did not: Twilio's own code and words. */
export function refusalOf({ status, body }: ApiAnswer): { readonly code?: number; readonly message: string } {
  const { code, message } = body;
  const text = typeof message === 'string' ? message : `the API answered ${status}`;
  return { ...(typeof code === 'number' && { code }), message: text };
}

/** No API at hand: everything is refused. */
export const noApi: TwilioApi = {
  post: async ({ path }) => ({ status: 501, body: { code: 501, message: `there is no API here to ask for ${path}` } }),
};
