export * from './client';
export * from './environment';
