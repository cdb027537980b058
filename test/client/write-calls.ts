import { writeFileSync } from 'node:fs';
import { routes } from '../../src/http/routes.ts';
import { callsSource } from './calls-source.ts';

writeFileSync(new URL('../../src/client/calls.ts', import.meta.url), await callsSource(routes));
