import { isSetByWiring, variableNames, variables, type VariableName } from '../../lib/config';

/**
 * `terraform/functions-environment.tf`: a variable for all that a person sets for the Functions, and maps from their names
 * to what was given, secrets apart. Written as `terraform fmt` writes it.
 */
export function terraformVariables(): string {
  const asked = variableNames.filter(name => !isSetByWiring(name));
  return [
    '# Made by `npx linekit generate` from lib/config/environment.ts.',
    '#',
    '# A variable that was never given stays as it is in the account. One that is given is in the state as well: keep secrets out',
    '# of it by leaving them out here (terraform/README.md says who sets them then).',
    ...asked.flatMap(variableBlock),
    '',
    'locals {',
    ...map('given_variables', asked, false),
    '',
    ...map('given_secrets', asked, true),
    '}',
    '',
  ].join('\n');
}

function variableBlock(name: VariableName): string[] {
  const rule = variables[name];
  const variable = name.toLowerCase();
  return [
    '',
    `variable ${hcl(variable)} {`,
    `  description = ${hcl(`${name} of the Functions: ${rule.description} (${rule.format}).`)}`,
    '  type        = string',
    '  default     = null',
    ...(rule.secret ? ['  sensitive   = true'] : []),
    '',
    '  validation {',
    `    condition     = var.${variable} == null || can(regex(${hcl(re2(rule.pattern))}, var.${variable}))`,
    `    error_message = ${hcl(`${variable} is malformed: expected ${rule.format}.`)}`,
    '  }',
    '}',
  ];
}

function map(label: string, names: readonly VariableName[], secret: boolean): string[] {
  const those = names.filter(name => variables[name].secret === secret);
  const width = Math.max(...those.map(name => name.length));
  const entries = those.map(name => `    ${name.padEnd(width)} = var.${name.toLowerCase()}`);
  return [`  ${label} = {`, ...entries, '  }'];
}

/** The pattern in Terraform's syntax, which is RE2. */
function re2(pattern: RegExp): string {
  return `${pattern.flags.includes('i') ? '(?i)' : ''}${pattern.source}`;
}

/** A string of Terraform's language. */
function hcl(text: string): string {
  return JSON.stringify(text).replaceAll('${', '$${').replaceAll('%{', '%%{');
}
