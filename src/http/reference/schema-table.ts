import { html, type Html } from './html.ts';
import type { JsonSchema } from './openapi.ts';

/** A named shape with its fields. */
export function schemaSection(name: string, schema: JsonSchema): Html {
  const variants = schema.oneOf ?? schema.anyOf ?? [];
  return html`<section aria-labelledby="shape-${name}">
    <h3 id="shape-${name}">${name}</h3>
    ${schema.description === undefined ? '' : html`<p>${schema.description}.</p>`}
    ${variants.length > 0 ? variants.map((variant) => fieldsTable(variant)) : fieldsTable(schema)}
  </section>`;
}

/** The fields of an object; objects within it are told by their own fields, indented by their path. */
export function fieldsTable(schema: JsonSchema): Html {
  const rows = fieldsOf(schema, '');
  if (rows.length === 0) return html`<p>${typeOf(schema)}</p>`;
  return html`<div class="table" tabindex="0" role="region" aria-label="Fields">
    <table>
      <thead>
        <tr>
          <th scope="col">Field</th>
          <th scope="col">Type</th>
          <th scope="col">Meaning</th>
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
  </div>`;
}

function fieldsOf(schema: JsonSchema, prefix: string): Html[] {
  const required = new Set(schema.required);
  return Object.entries(schema.properties ?? {}).flatMap(([name, field]) => {
    const notes = [
      field.description,
      field.default === undefined ? undefined : `Default ${JSON.stringify(field.default)}`,
      rangeOf(field),
    ].filter((note) => note !== undefined);
    const row = html`<tr>
      <th scope="row"><code>${prefix}${name}</code>${required.has(name) ? '' : html` <small>optional</small>`}</th>
      <td>${typeOf(field)}</td>
      <td>${notes.join('. ')}</td>
    </tr>`;
    return [row, ...fieldsOf(field, `${prefix}${name}.`)];
  });
}

/** A type in words, with links to the shapes it names. */
function typeOf(schema: JsonSchema): Html {
  if (schema.$ref !== undefined) {
    const name = schema.$ref.split('/').at(-1) ?? '';
    return html`<a href="#shape-${name}">${name}</a>`;
  }
  const either = schema.anyOf ?? schema.oneOf;
  if (either !== undefined) return html`${either.map((one, i) => html`${i === 0 ? '' : ' or '}${typeOf(one)}`)}`;
  if (schema.const !== undefined) return html`<code>${JSON.stringify(schema.const)}</code>`;
  if (schema.enum !== undefined) return html`${schema.enum.map((value, i) => html`${i === 0 ? '' : ', '}<code>${String(value)}</code>`)}`;
  if (schema.items !== undefined) return html`list of ${typeOf(schema.items)}`;
  return html`${[schema.type ?? 'any'].flat().join(' or ')}`;
}

function rangeOf({ minimum, maximum }: JsonSchema): string | undefined {
  if (minimum === undefined && maximum === undefined) return undefined;
  if (maximum === undefined) return `At least ${minimum}`;
  return minimum === undefined ? `At most ${maximum}` : `From ${minimum} to ${maximum}`;
}
