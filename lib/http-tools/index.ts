export { httpsFetch, type HttpsFetchOptions } from './https-fetch';
export { namedSecrets } from './named-secrets';
