export { AppError, isAppError, toAppError } from './app-error';
export { codes, type ErrorCode } from './codes';
export { retry, type RetryPlan, type RetryTools } from './retry';
