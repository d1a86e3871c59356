// The OpenAPI document as a list of operations, with a well-formed example of each request.
import { idNumber, phone } from './cast.mjs';

export class Api {
  static async of(client) {
    return new Api(await client.get('/openapi.json'));
  }

  constructor(document) {
    this.document = document;
    this.operations = Object.entries(document.paths).flatMap(([path, item]) =>
      Object.entries(item).map(([verb, operation]) => this.operation(verb.toUpperCase(), path, operation)));
  }

  operation(verb, path, operation) {
    const parameters = (operation.parameters ?? []).map((one) => this.resolve(one));
    const content = operation.requestBody?.content ?? {};
    return {
      id: operation.operationId,
      verb,
      path,
      access: operation['x-access'],
      parameters,
      query: parameters.filter((one) => one.in === 'query'),
      body: content['application/json'] ? this.resolve(content['application/json'].schema) : undefined,
      raw: '*/*' in content,
      stream: Object.values(operation.responses).some((response) => response.content?.['text/event-stream']),
      hasEtag: parameters.some((one) => one.name === 'If-Match'),
    };
  }

  resolve(schema) {
    if (!schema?.$ref) return schema;
    return schema.$ref.slice(2).split('/').reduce((at, name) => at[name], this.document);
  }

  // A value that passes the field rules. Enums: the last, which is never the zero value.
  example(schema, name = '') {
    schema = this.resolve(schema);
    if (schema.enum) return schema.enum.at(-1);
    switch (schema.type) {
      case 'object': {
        const given = Object.keys(schema.properties ?? {}).filter((field) => schema.required?.includes(field) || this.resolve(schema.properties[field]).minimum > 0);
        return Object.fromEntries(given.map((field) => [field, this.example(schema.properties[field], field)]));
      }
      case 'array':
        return [this.example(schema.items, name)];
      case 'boolean':
        return false;
      case 'integer':
      case 'number':
        return Math.max(schema.minimum ?? 0, 1);
      default:
        return this.text(schema, name);
    }
  }

  text(schema, name) {
    const byName = {
      type: 'OTHER', code: `x${Math.random().toString(36).slice(2, 10)}`, account: `u${Math.random().toString(36).slice(2, 10)}`,
      from: '08:30', to: '12:00', reasonCode: 'FORCE_MAJEURE', scopes: 'workorder.register', permissions: 'workorder.search', roleCodes: 'agent',
    };
    const byFormat = {
      uuid: '0196f0e0-0000-7000-8000-00000000dead',
      'date-time': new Date(Date.now() + 86_400_000 * 400).toISOString(),
      'chinese-phone': phone(), 'chinese-id': idNumber(), 'case-number': '（2026）粤0305执1234号', int64: '1',
    };
    return byName[name] ?? byFormat[schema.format] ?? '测试文字';
  }

  exampleBody(operation) {
    if (!operation.body) return undefined;
    const body = this.example(operation.body);
    // What the rules of single fields do not say.
    if (body.requester) body.requester = { name: '李建国', phone: phone() };
    return body;
  }

  // Every place of a request where text goes: ['requester', 'name'], ['attachmentIds', 0].
  textPlaces(schema, path = []) {
    schema = this.resolve(schema);
    if (schema.enum) return [];
    if (schema.type === 'string') return [path];
    if (schema.type === 'array') return this.textPlaces(schema.items, [...path, 0]);
    if (schema.type !== 'object') return [];
    return Object.entries(schema.properties ?? {}).flatMap(([name, field]) => this.textPlaces(field, [...path, name]));
  }
}

// `body` with `value` at `path`, made where missing.
export function withValue(body, path, value) {
  if (path.length === 0) return value;
  const [name, ...rest] = path;
  const copy = typeof name === 'number' ? [...(body ?? [])] : { ...body };
  copy[name] = withValue(copy[name], rest, value);
  return copy;
}
