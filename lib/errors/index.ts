export { AppError, isAppError, toAppError } from './app-error';
export { codes, type ErrorCode } from './codes';
export { retry, type RetryPlan } from './retry';
export { untilAborted } from './until-aborted';
export { vendorError, type VendorFailure } from './vendor';
