import { validator } from 'twilio-flex-token-validator';
import { flexRoles, type Agent } from '../desk';
import { AppError, vendorError } from '../errors';
import { isSid } from '../sid';

/** Of Node and JSON.parse, by which the package tells that no usable answer came: it rejects with the bare words of whatever failed. */
const NO_ANSWER = /ECONN|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT|EPIPE|socket hang up|certificate|JSON/i;

/**
 * Whom a Flex token stands for, by Twilio's own validator, which asks iam.twilio.com with the account's credentials: a token of another
 * account is not valid there. Throws TOKEN_INVALID, ROLE_REFUSED, VENDOR_UNAVAILABLE when Twilio gave no answer, and VENDOR_REJECTED
 * when Twilio refused the account's credentials.
 */
export async function checkFlexToken(
  token: string | undefined,
  { accountSid, authToken }: { readonly accountSid: string; readonly authToken: string },
): Promise<Agent> {
  if (token === undefined || token.trim() === '')
    throw new AppError('TOKEN_INVALID', 'Token is missing: send the Flex token of whoever is signed in.');
  let result: object;
  try {
    result = await validator(token, accountSid, authToken);
  } catch (thrown) {
    throw refusal(thrown);
  }
  return readAgent(result);
}

/** The package rejects with text: Twilio's `message` or an error's. */
function refusal(thrown: unknown): AppError {
  const words = thrown instanceof Error ? thrown.message : typeof thrown === 'string' ? thrown : '';
  const failure = { vendor: 'Twilio', message: `the Flex token was not checked: ${words}`, cause: thrown };
  if (words === '' || NO_ANSWER.test(words)) return vendorError(failure);
  // 20003, "Authenticate": it is the account that Twilio doesn't know, not the token.
  if (/^authenticat/i.test(words)) return vendorError({ ...failure, status: 401 });
  return new AppError('TOKEN_INVALID', `The Flex token is not valid: ${words}. Sign in to Flex again.`);
}

function readAgent(result: object): Agent {
  const { worker_sid: workerSid, roles, identity, realm_user_id: user }: Record<string, unknown> = { ...result };
  if (typeof workerSid !== 'string' || !isSid('WK', workerSid))
    throw new AppError('ROLE_REFUSED', 'This Flex user is no worker: only workers have tasks.');
  const given: unknown[] = Array.isArray(roles) ? roles : [];
  const role = flexRoles.findLast(each => given.includes(each));
  if (!role) throw new AppError('ROLE_REFUSED', `This is for the roles ${flexRoles.join(', ')} of Flex only.`);
  const name = [user, identity].find(each => typeof each === 'string' && each !== '');
  return { workerSid, role, identity: typeof name === 'string' ? name : workerSid };
}
