export { AppError, isAppError, toAppError } from './app-error';
export { codes, type ErrorCode } from './codes';
export { retry, type RetryPlan } from './retry';
export { vendorError, type VendorFailure } from './vendor';
