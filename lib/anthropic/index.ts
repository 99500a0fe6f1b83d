export { anthropicModel, type AnthropicOptions } from './language-model';
