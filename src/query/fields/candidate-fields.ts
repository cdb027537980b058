import { sourceClasses } from '../../model/source-class.ts';
import { sql, type Sql } from '../../store/literal.ts';
import { domainNamed } from '../domain-named.ts';
import type { Field, RowKind } from './field.ts';
import { domainVerdicts } from './verdict-fields.ts';

function figure(name: string, about: string, column: Sql, least: number): Field {
  return { name, type: 'number', about, column: () => column, example: ['>=', least] };
}

/** Of a domain that links to competitors and not to the target, as `g` (overlap/candidates.ts). */
export const candidateRows: RowKind = {
  name: 'opportunity',
  called: 'an opportunity',
  fields: [
    {
      name: 'domain',
      type: 'text',
      about: 'The domain that links to competitors',
      column: () => sql`g.domain`,
      read: (value) => domainNamed('domain', value),
      example: ['like', '%.edu'],
    },
    { ...figure('domain_authority', 'Its authority, 0 to 100', sql`g.authority`, 20), also: ['authority'] },
    {
      name: 'source_class',
      type: 'enum',
      about: 'What kind of site it is',
      column: () => sql`g.class`,
      words: sourceClasses.map((word) => (word === 'unknown' ? null : word)),
      example: ['in', ['directory', 'chamber']],
    },
    { ...figure('spam_score', 'Its spam score, 0 to 100', sql`g.spam`, 0), also: ['spam'], example: ['<', 30] },
    {
      ...figure(
        'relevance',
        'How much the domain is about what the target is about, 0 to 100; unknown where their words do not say',
        sql`g.relevance`,
        50,
      ),
      nullable: true,
    },
    figure('competitors', 'Competitors that it links to, followed', sql`g.competitors`, 2),
    figure('accept', '1: a followed link in content; 0.5: elsewhere; 0: site-wide only', sql`g.accept`, 0.5),
    figure('opportunity', 'What a link from it would be worth', sql`g.opportunity`, 10),
    ...domainVerdicts(sql`g.domain`),
  ],
};
