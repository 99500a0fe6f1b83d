export * from './client';
export * from './environment';
export * from './holding';
export * from './line-of';
