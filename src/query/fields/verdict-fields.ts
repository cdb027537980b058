import { verdictWords } from '../../model/verdict.ts';
import type { Sql } from '../../store/literal.ts';
import type { AskedRelease, Field, SaidColumn, SaidColumns } from './field.ts';

/** What an enum of verdicts can be; nothing was said where it is unknown. */
export const verdictCodes: readonly (string | null)[] = [null, ...verdictWords];

/** Verdict and tag as fields of a row. `of`: where its columns are; `whose`: in sentences. */
function verdictFields(whose: string, of: (release: AskedRelease) => SaidColumn): readonly Field[] {
  return [
    {
      name: 'verdict',
      type: 'enum',
      about: `What you said of ${whose}: ok, disavowed, asked_to_fix`,
      column: (release) => of(release).verdict,
      words: verdictCodes,
      example: ['<>', 'disavowed'],
    },
    {
      name: 'verdict_tag',
      type: 'text',
      about: `The tag that you gave ${whose}`,
      column: (release) => of(release).tag,
      nullable: true,
      example: ['=', 'mailed'],
    },
  ];
}

/** Of a link: what was said of it, of its page or of its domain. */
export const linkVerdicts = verdictFields('the link, its page or its domain', (release) => saidIn(release).ofLink());

/** Of a domain that links. */
export function domainVerdicts(domain: Sql): readonly Field[] {
  return verdictFields('the domain', (release) => saidIn(release).ofDomain(domain));
}

function saidIn({ said }: AskedRelease): SaidColumns {
  if (said === undefined) throw new Error('verdicts are asked for where nobody knows whose');
  return said;
}
