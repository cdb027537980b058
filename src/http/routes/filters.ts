import { z } from 'zod';
import { fieldsKnown, knownFields } from '../../query/known-fields.ts';
import { parsed, type Route } from '../route.ts';

const query = z.object({ operation: z.string().max(100).optional().describe('Only of this question') });

export const filterRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/v1/filters',
    scope: null,
    id: 'filters',
    group: 'Questions',
    summary: 'What filters and orders can ask for',
    description:
      'Fields by kind of row, with their type, values and a condition as an example; the operators of each type; which kind the `filters` (before grouping), the `having` (after) and the `order` of each question are about; and the bounds of a filter.',
    query,
    data: knownFields,
    example: { data: fieldsKnown('anchors') },
    failures: ['unknown_operation'],
    handle: async (_, { query: given }) => fieldsKnown(parsed(query, given).operation),
  },
];
