import { toMermaid } from '../../diagram/mermaid';
import { coloursFor } from '../../terminal/colours';
import type { ClientPlan } from './plan';
import { planDiagram } from './plan-diagram';
import { planText } from './plan-text';

/** The plan for a comment on a pull request: the diagram, and the words folded away below it. */
export function planMarkdown(plan: ClientPlan): string {
  const colourless = coloursFor({}, { NO_COLOR: '1' });
  return [
    `### ${plan.name} (\`clients/${plan.client}.yaml\`)`,
    `\`\`\`mermaid\n${toMermaid(planDiagram(plan))}\`\`\``,
    `<details><summary>In words</summary>\n\n\`\`\`text\n${planText(plan, colourless)}\n\`\`\`\n\n</details>`,
  ].join('\n\n');
}
