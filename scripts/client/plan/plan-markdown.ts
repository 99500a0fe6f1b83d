import { toMermaid } from '../../diagram/mermaid';
import { coloursFor } from '../../terminal/colours';
import type { ClientPlan } from './plan';
import { planDiagram } from './plan-diagram';
import { planText } from './plan-text';

/** The plan for a comment on a pull request: a diagram for each line, and the words folded away below them. */
export function planMarkdown(plan: ClientPlan): string {
  const colourless = coloursFor({}, { NO_COLOR: '1' });
  return [
    `### ${plan.name} (\`clients/${plan.client}.yaml\`)`,
    ...planDiagram(plan).parts.map(({ heading = plan.name, ...part }) => {
      const chart = toMermaid({ title: heading, parts: [part] });
      return `\`\`\`mermaid\n${chart}\`\`\``;
    }),
    `<details><summary>In words</summary>\n\n\`\`\`text\n${planText(plan, colourless)}\n\`\`\`\n\n</details>`,
  ].join('\n\n');
}
