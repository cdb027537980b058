/** The reference as one page without scripts or outside assets, made from the routes and the OpenAPI document. */
import { failureTable, type FailureCode } from '../../base/errors.ts';
import { success } from '../envelope.ts';
import { groups, type Route } from '../route.ts';
import { html, type Html } from './html.ts';
import { failuresOf, type OpenApiDocument } from './openapi.ts';
import { fieldsTable, schemaSection } from './schema-table.ts';
import { style } from './style.ts';

export function referencePage(document: OpenApiDocument, routes: readonly Route[]): string {
  const { schemas } = document.components;
  const shown = Object.entries(schemas).filter(([name]) => !/(?:Input|Answer)$/.test(name));
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>OpenBacklinks API ${document.info.version}</title>
        ${style}
      </head>
      <body>
        <a class="skip" href="#content">Skip to the content</a>
        <header>
          <h1>OpenBacklinks API <small>${document.info.version}</small></h1>
          <p>${document.info.description}</p>
        </header>
        <nav aria-label="Contents">
          <details open>
            <summary>Contents</summary>
            <ul>
              <li><a href="#start">Start</a></li>
              ${Object.entries(groups).map(
                ([group]) =>
                  html`<li>
                    ${group}
                    <ul>
                      ${routes.filter((route) => route.group === group).map((route) => html`<li><a href="#${route.id}">${route.summary}</a></li>`)}
                    </ul>
                  </li>`,
              )}
              <li>
                <a href="#shapes">Shapes</a>
                <ul>
                  ${shown.map(([name]) => html`<li><a href="#shape-${name}">${name}</a></li>`)}
                </ul>
              </li>
              <li><a href="#errors">Errors</a></li>
            </ul>
          </details>
        </nav>
        <main id="content" tabindex="-1">
          ${start(routes)}
          ${Object.entries(groups).map(
            ([group, about]) =>
              html`<h2>${group}</h2>
                <p>${about}.</p>
                ${routes.filter((route) => route.group === group).map((route) => callSection(route, schemas))}`,
          )}
          <h2 id="shapes">Shapes</h2>
          ${shown.map(([name, schema]) => schemaSection(name, schema))} ${errors()}
        </main>
      </body>
    </html> `;
  return page.text;
}

function start(routes: readonly Route[]): Html {
  const [first] = routes;
  return html`<section aria-labelledby="start">
    <h2 id="start">Start</h2>
    <p>
      Every call but those under “Service” takes a key: <code>Authorization: Bearer KEY</code>. <code>openbacklinks keys</code> lists and
      makes keys. A key with the scope <b>read</b> asks questions; <b>admin</b> also ingests, publishes and makes keys.
    </p>
    ${first === undefined ? '' : html`<pre tabindex="0"><code>${curlOf(first)}</code></pre>`}
    <p>
      Bodies and answers are JSON. An answer stands in <code>data</code>, beside <code>status</code>, <code>request_id</code> and what the
      call cost; a failure has an <code>error</code> with a stable <code>code</code> and a <code>message</code> that names the way out.
      Unknown is <code>null</code> and never 0; dates are ISO 8601 in UTC.
    </p>
    <p>
      Machine-readable: <a href="/openapi.json">openapi.json</a> (OpenAPI 3.1). <code>/metrics</code> has numbers for Prometheus: without a
      key for calls from this machine that no proxy passed on, with a read key otherwise. <code>/mcp</code> answers the same questions for
      agents (Model Context Protocol, streamable HTTP, with a read key).
    </p>
  </section>`;
}

function callSection(route: Route, schemas: OpenApiDocument['components']['schemas']): Html {
  const name = `${route.id[0]?.toUpperCase()}${route.id.slice(1)}`;
  const input = schemas[`${name}Input`];
  const answer = schemas[`${name}Answer`];
  return html`<section class="call" aria-labelledby="${route.id}">
    <h3 id="${route.id}">${route.summary}</h3>
    <p class="path">
      <b class="${route.method.toLowerCase()}">${route.method}</b>
      <code>${route.path}</code>${route.scope === null ? html` <span>no key</span>` : html` <span>scope ${route.scope}</span>`}
    </p>
    <p>${route.description}</p>
    <pre tabindex="0"><code>${curlOf(route)}</code></pre>
    ${
      input === undefined
        ? ''
        : html`<h4>Input</h4>
            ${fieldsTable(input)}`
    }
    ${
      answer?.properties === undefined
        ? ''
        : html`<details>
            <summary>Fields of <code>data</code></summary>
            ${fieldsTable(answer)}
          </details>`
    }
    ${
      route.example.data === undefined
        ? ''
        : html`<details>
            <summary>Example answer</summary>
            <pre tabindex="0"><code>${exampleOf(route)}</code></pre>
          </details>`
    }
    <p class="failures">
      Fails with ${failuresOf(route).map((code, i) => html`${i === 0 ? '' : ', '}<a href="#error-${code}">${code}</a>`)}.
    </p>
  </section>`;
}

function errors(): Html {
  const rows = Object.entries(failureTable) as [FailureCode, (typeof failureTable)[FailureCode]][];
  return html`<section aria-labelledby="errors">
    <h2 id="errors">Errors</h2>
    <p>Decide by <code>code</code>; show <code>message</code>. <code>retryable</code> says whether the same call may succeed later.</p>
    <dl>
      ${rows.map(
        ([code, row]) =>
          html`<dt id="error-${code}"><code>${code}</code> <span>HTTP ${row.http}${row.retryable === true ? ', retryable' : ''}</span></dt>
            <dd>${row.message}</dd>`,
      )}
    </dl>
  </section>`;
}

function exampleOf(route: Route): string {
  return route.streams === true ? JSON.stringify(route.example.data) : JSON.stringify(success('req-8f14e45f', route.example.data), null, 2);
}

/** For a POSIX shell: single quotes around a text that holds none. */
function curlOf({ method, path, scope, example }: Route): string {
  const url = `http://127.0.0.1:8080${path.replaceAll(/\{(\w+)\}/g, (_, name: string) => example.params?.[name] ?? name)}`;
  return [
    `curl ${method === 'GET' || (method === 'POST' && example.body !== undefined) ? '' : `-X ${method} `}${url}`,
    ...(scope === null ? [] : [`-H 'Authorization: Bearer KEY'`]),
    ...(example.body === undefined ? [] : [`-d '${JSON.stringify(example.body).replaceAll("'", '\\u0027')}'`]),
  ].join(' \\\n  ');
}
