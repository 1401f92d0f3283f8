import type { JsonSchema } from '../api/types';

/** A message with every field of its schema, to be filled in; the id of the saga is filled in where a field is likely to be it. */
export function skeletonOf(schema: JsonSchema | undefined, sagaId: string): unknown {
  if (!schema) return {};
  let first = true;
  const of = (x: JsonSchema): unknown => {
    const type = Array.isArray(x.type) ? x.type.find(t => t !== 'null') : x.type;
    if (x.properties) return Object.fromEntries(Object.entries(x.properties).map(([name, property]) => [name, of(property)]));
    if (x.enum) return x.enum[0];
    if (x.format === 'uuid') {
      // Messages name their saga first.
      const id = first ? sagaId : '00000000-0000-0000-0000-000000000000';
      first = false;
      return id;
    }
    switch (type) {
      case 'string': return x.format === 'date-time' ? new Date().toISOString() : '';
      case 'integer': case 'number': return 0;
      case 'boolean': return false;
      case 'array': return [];
      default: return null;
    }
  };
  return of(schema);
}
