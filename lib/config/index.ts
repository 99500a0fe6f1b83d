export * from './client';
export * from './environment';
export * from './line-of';
