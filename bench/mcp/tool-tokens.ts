/** What a model carries along: tokens of the tools' schemas, by the o200k_base tokenizer. Prints `name value unit`. */
import { countTokens } from 'gpt-tokenizer';
import { questionTools } from '../../src/mcp/tools.ts';
import { operations } from '../../src/query/operations.ts';

let sum = 0;
for (const { name, description, inputSchema } of questionTools(operations)) {
  const tokens = countTokens(JSON.stringify({ name, description, inputSchema }));
  sum += tokens;
  console.log(`${name} ${tokens} tokens`);
}
console.log(`all_questions ${sum} tokens`);
