const vm = require('node:vm');

/**
 * Jest's runtime, in which a process compiles a file once and not once for each test file that loads it: a compiled script runs in any
 * context. Modules, mocks and globals are each test file's own as ever. Of a test run's processor time, compiling was a fifth.
 */
module.exports = require('jest-runtime');

/** By file: its text when it was compiled, and the function round it. */
const compiled = new Map();
const { compileFunction } = vm;

vm.compileFunction = (source, parameters, options) => {
  const { filename, parsingContext } = options ?? {};
  // With modules in contexts (a flag of Node's), `import()` would have to find the test file that compiled it; without them it fails anyway.
  if (parsingContext === undefined || filename === undefined || vm.SourceTextModule)
    return compileFunction(source, parameters, options);
  const known = compiled.get(filename);
  if (known?.source === source) return known.script.runInContext(parsingContext);
  const head = `(function (${parameters.join(', ')}) {`;
  let script;
  try {
    script = new vm.Script(`${head}${source}\n})`, { filename, columnOffset: -head.length });
  } catch {
    // Says what is wrong, and where.
    return compileFunction(source, parameters, options);
  }
  compiled.set(filename, { source, script });
  return script.runInContext(parsingContext);
};
