import type { FastifyInstance } from 'fastify';
import type { ShownPrice } from '../../meter/price.ts';
import { routes } from '../routes.ts';
import { addDocuments } from './documents.ts';
import { openApiDocument } from './openapi.ts';
import { referencePage } from './page.ts';
import { styleSource } from './style.ts';

/** The reference, made once: /openapi.json for programs, /docs for people. Neither needs a key. */
export function addReference(app: FastifyInstance, version: string, prices: readonly ShownPrice[]): void {
  const document = openApiDocument(routes, version, prices);
  const json = JSON.stringify(document);
  const page = referencePage(document, routes);
  const policy = `default-src 'none'; style-src ${styleSource}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

  app.get('/openapi.json', async (_, reply) => reply.type('application/json; charset=utf-8').send(json));
  app.get('/docs', async (_, reply) => reply.type('text/html; charset=utf-8').header('content-security-policy', policy).send(page));
  addDocuments(app, routes);
  app.get('/', async (_, reply) => reply.redirect('/docs'));
}
