export * from './assistant';
export * from './client';
export * from './peppers';
export * from './prompt-blanks';
export * from './environment';
export * from './holding';
export * from './line-of';
export * from './line-options';
